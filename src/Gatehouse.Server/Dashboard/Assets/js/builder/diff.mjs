// How two texts differ, line by line.
const mostCells = 4_000_000;

/** Lines with what became of them: [" " | "-" | "+" | "@", text]; unchanged stretches are left out but for their edges. */
export function diff(before, after, around = 3) {
  const [one, two] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < one.length && head < two.length && one[head] === two[head]) head++;
  let tail = 0;
  while (tail < one.length - head && tail < two.length - head && one[one.length - 1 - tail] === two[two.length - 1 - tail]) tail++;
  const lines = one.slice(0, head).map(line => [" ", line]);
  lines.push(...middle(one.slice(head, one.length - tail), two.slice(head, two.length - tail)));
  lines.push(...one.slice(one.length - tail).map(line => [" ", line]));
  return shorten(lines, around);
}

function middle(one, two) {
  if (one.length * two.length > mostCells) return [...one.map(line => ["-", line]), ...two.map(line => ["+", line])];
  const width = two.length + 1;
  const common = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = two.length - 1; j >= 0; j--) {
      common[i * width + j] = one[i] === two[j] ? common[(i + 1) * width + j + 1] + 1
        : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < two.length) {
    if (i < one.length && j < two.length && one[i] === two[j]) lines.push([" ", one[i++], j++]);
    else if (j === two.length || i < one.length && common[(i + 1) * width + j] >= common[i * width + j + 1]) lines.push(["-", one[i++]]);
    else lines.push(["+", two[j++]]);
  }
  return lines.map(([sign, line]) => [sign, line]);
}

function shorten(lines, around) {
  const isNear = lines.map(() => false);
  lines.forEach(([sign], at) => {
    if (sign !== " ") isNear.fill(true, Math.max(0, at - around), at + around + 1);
  });
  const kept = [];
  lines.forEach((line, at) => {
    if (isNear[at]) kept.push(line);
    else if (at > 0 && isNear[at - 1] && isNear.indexOf(true, at) > 0) kept.push(["@", "⋯"]);
  });
  return kept;
}
