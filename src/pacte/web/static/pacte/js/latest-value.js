// Where a curve is wider than its place, the last value shows first: it is the one that a reader looks for.
export function showLatestValues(scope) {
  for (const drawing of scope.querySelectorAll(".curve-drawing")) drawing.scrollLeft = drawing.scrollWidth;
}
