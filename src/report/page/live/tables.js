// Tables as the engine writes them: the names of their columns once, and rows of values.

/** Tables by name, each as a list of rows by column. */
function unfolded(tables) {
  const byColumn = ({ columns, rows }) => rows.map((row) => Object.fromEntries(row.map((value, at) => [columns[at], value])));
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, byColumn(table)]));
}
