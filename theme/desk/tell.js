// What a screen reader is told of the fields of a text; what may be told stands in the attributes of `said`.

export const said = document.getElementById("row-said");

// Said again where it is the same as before: a screen reader tells what changes.
export function tell(words) {
  said.textContent = "";
  requestAnimationFrame(() => (said.textContent = words));
}
