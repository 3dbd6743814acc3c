//! The interface of C: memory is handed over by address and length, and whoever takes it over frees it.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::slice;

use crate::session::Session;

/// Gives memory for a text of so many bytes, which [`pactum_free`] takes back. A text of no bytes needs none.
#[unsafe(no_mangle)]
pub extern "C" fn pactum_alloc(length: usize) -> *mut u8 {
    let Some(layout) = layout(length) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout has at least one byte.
    let memory = unsafe { alloc(layout) };
    if memory.is_null() {
        handle_alloc_error(layout);
    }
    memory
}

/// Takes memory back.
///
/// # Safety
/// The memory comes from [`pactum_alloc`] or [`pactum_ask`] with this length, and is not used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pactum_free(memory: *mut u8, length: usize) {
    if let Some(layout) = layout(length) {
        // SAFETY: the caller says that the memory was allocated with this layout.
        unsafe { dealloc(memory, layout) };
    }
}

/// Begins a session, which lasts as long as the module.
#[unsafe(no_mangle)]
pub extern "C" fn pactum_session() -> *mut Session {
    Box::into_raw(Box::default())
}

/// Answers a request: both are JSON in UTF-8. Gives the address of the answer, and behind it, in the upper 32 bits, its
/// length; [`pactum_free`] takes it back.
///
/// # Safety
/// The session comes from [`pactum_session`], and the request is memory of this length that is not written to meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pactum_ask(session: *mut Session, request: *const u8, length: usize) -> u64 {
    let bytes = match length {
        0 => &[],
        // SAFETY: the caller says that there are so many bytes.
        _ => unsafe { slice::from_raw_parts(request, length) },
    };
    // SAFETY: the caller says that it is a session; one thread asks one request at a time.
    let session = unsafe { &mut *session };
    let answer = session.ask(bytes).into_bytes().into_boxed_slice();
    let length = answer.len();
    let address = Box::into_raw(answer).cast::<u8>() as usize;
    (length as u64) << 32 | address as u64
}

/// The layout of a text.
fn layout(length: usize) -> Option<Layout> {
    Layout::array::<u8>(length).ok().filter(|layout| layout.size() > 0)
}
