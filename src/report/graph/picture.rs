//! The graph as a picture: stages from top to bottom, outcomes to their right.

use super::{Graph, Move, Stage};
use crate::numeric::math::max;
use crate::report::chart::canvas::{Canvas, place};
use crate::report::chart::text::wrapped;
use crate::report::chart::{Picture, look};

/// The size of the picture and of what stands in it, in pixels.
const WIDE: f64 = 740.0;
const LEFT: f64 = 30.0;
const STAGE: f64 = 430.0;
const OUTCOMES: f64 = 540.0;
const PADDING: f64 = 10.0;
const LINE: f64 = 16.0;
const SIZE: f64 = 12.0;
const SMALL: f64 = 11.0;
const GAP: f64 = 22.0;

/// Where a move leads from: how high its line stands, and the outcome.
type Lead = (f64, usize);

/// The picture of a graph.
pub(super) fn draw(graph: &Graph) -> Picture {
    let mut canvas = Canvas::default();
    let mut leads = Vec::new();
    let mut y = 6.0;
    let top = y;
    for (number, stage) in graph.stages.iter().enumerate() {
        if number > 0 {
            arrow(&mut canvas, (LEFT + STAGE / 2.0, y), GAP);
            y += GAP;
        }
        let mut marks = Canvas::default();
        let bottom = stage_box(&mut marks, stage, y, &mut leads);
        canvas.rect("p", (LEFT, y), (STAGE, bottom - y));
        canvas.append(marks);
        y = bottom;
    }
    again(&mut canvas, graph, (top, y));
    let bottom = outcomes(&mut canvas, graph, &leads, (top, y));
    Picture {
        canvas,
        size: (WIDE, max(bottom, y + 34.0)),
    }
}

/// A stage; where its box ends.
fn stage_box(canvas: &mut Canvas, stage: &Stage, top: f64, leads: &mut Vec<Lead>) -> f64 {
    let mut y = top + PADDING - 4.0;
    lines(canvas, ("b", 13.0), &stage.label, (LEFT + PADDING, &mut y));
    if !stage.when.is_empty() {
        lines(
            canvas,
            ("d", SMALL),
            &format!("when {}", stage.when),
            (LEFT + PADDING, &mut y),
        );
    }
    for mover in &stage.movers {
        y += 2.0;
        lines(canvas, ("d", SMALL), &mover.who, (LEFT + PADDING, &mut y));
        for each in &mover.moves {
            moves(canvas, each, LEFT + PADDING + 12.0, &mut y, leads);
        }
    }
    y + PADDING
}

/// A move and its branches.
fn moves(canvas: &mut Canvas, each: &Move, x: f64, y: &mut f64, leads: &mut Vec<Lead>) {
    leads.extend(each.outcomes.iter().map(|&outcome| (*y + SIZE / 2.0 + 2.0, outcome)));
    canvas.rect("i", (x - 9.0, *y + 6.0), (4.0, 4.0));
    lines(canvas, ("t", SIZE), &each.label, (x, y));
    for line in &each.lines {
        let style = if line.starts_with('◆') {
            ("t", SIZE)
        } else {
            ("d", SMALL)
        };
        lines(canvas, style, line, (x + 12.0, y));
    }
    for branch in &each.branches {
        moves(canvas, branch, x + 24.0, y, leads);
    }
}

/// A text in lines within the box of a stage.
fn lines(canvas: &mut Canvas, (class, size): (&str, f64), text: &str, (x, y): (f64, &mut f64)) {
    for line in wrapped(text, size, LEFT + STAGE - PADDING - x) {
        canvas.text(class, (x, *y + SIZE), &line);
        *y += LINE;
    }
}

/// An arrow down.
fn arrow(canvas: &mut Canvas, (x, y): (f64, f64), length: f64) {
    canvas.line("a", (x, y), (x, y + length - 6.0));
    head(
        canvas,
        "i",
        [
            (x, y + length),
            (x - 4.0, y + length - 7.0),
            (x + 4.0, y + length - 7.0),
        ],
    );
}

/// The head of an arrow.
fn head(canvas: &mut Canvas, class: &str, [tip, left, right]: [(f64, f64); 3]) {
    canvas.path(class, &format!("M{}L{}L{}Z", place(tip), place(left), place(right)));
}

/// The way back to the first stage in the next period.
fn again(canvas: &mut Canvas, graph: &Graph, (top, bottom): (f64, f64)) {
    let (x, start) = (10.0, top + 14.0);
    let below = bottom + 12.0;
    let middle = LEFT + STAGE / 2.0;
    let path = format!(
        "M{}L{}L{}L{}L{}",
        place((middle, bottom)),
        place((middle, below)),
        place((x, below)),
        place((x, start)),
        place((LEFT - 6.0, start))
    );
    canvas.path("x", &path);
    head(
        canvas,
        "i",
        [(LEFT, start), (LEFT - 7.0, start - 4.0), (LEFT - 7.0, start + 4.0)],
    );
    canvas.text(
        "d",
        (x + 6.0, below + 16.0),
        &format!("the next period: {}", graph.periods),
    );
}

/// The outcomes, each near what leads to it, and the lines to them; where they end.
fn outcomes(canvas: &mut Canvas, graph: &Graph, leads: &[Lead], (top, end): (f64, f64)) -> f64 {
    let wide = WIDE - OUTCOMES - 4.0;
    let height = |outcome: usize| -> Option<f64> {
        let own = leads.iter().filter(|(_, to)| *to == outcome).map(|(y, _)| *y);
        let own: Vec<f64> = own.collect();
        (!own.is_empty()).then(|| own.iter().sum::<f64>() / own.len() as f64)
    };
    let mut order: Vec<(usize, f64)> = (0..graph.outcomes.len())
        .map(|of| (of, height(of).unwrap_or(end)))
        .collect();
    order.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let mut free = top;
    for (number, wanted) in order {
        let outcome = &graph.outcomes[number];
        let label = wrapped(&outcome.label, SIZE, wide - 2.0 * PADDING);
        let when = wrapped(&outcome.when, SMALL, wide - 2.0 * PADDING);
        let when: Vec<&String> = when.iter().filter(|line| !line.is_empty()).collect();
        let high = LINE * (label.len() + when.len()) as f64 + 12.0;
        let y = max(free, wanted - high / 2.0);
        let series = look(number);
        canvas.rect("p", (OUTCOMES, y), (wide, high));
        canvas.rect(&format!("f{series}"), (OUTCOMES, y), (4.0, high));
        for (line, text) in label.iter().enumerate() {
            canvas.text("t", (OUTCOMES + PADDING, y + 16.0 + LINE * line as f64), text);
        }
        for (line, text) in when.iter().enumerate() {
            canvas.text(
                "d",
                (OUTCOMES + PADDING, y + 16.0 + LINE * (label.len() + line) as f64),
                text,
            );
        }
        let to = (OUTCOMES - 6.0, y + high / 2.0);
        for (from, _) in leads.iter().filter(|(_, to)| *to == number) {
            canvas.dot(&format!("f{series}"), (LEFT + STAGE, *from), 3.0);
            curve(canvas, series, (LEFT + STAGE, *from), to);
        }
        if leads.iter().any(|(_, to)| *to == number) {
            let (x, y) = to;
            head(
                canvas,
                &format!("f{series}"),
                [(x + 6.0, y), (x - 2.0, y - 4.0), (x - 2.0, y + 4.0)],
            );
        }
        free = y + high + 12.0;
    }
    free
}

/// A curved line from a move to an outcome.
fn curve(canvas: &mut Canvas, series: usize, from: (f64, f64), to: (f64, f64)) {
    let middle = (from.0 + to.0) / 2.0;
    let path = format!(
        "M{}C{} {} {}",
        place(from),
        place((middle, from.1)),
        place((middle, to.1)),
        place(to)
    );
    canvas.path(&format!("r{series}"), &path);
}
