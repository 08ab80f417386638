/**
 * Gives "t1", "t2" … to the rows that name no id.
 *
 * @param inFile ids that stand in the file: none of them is given
 */
export function provisionalIds(prefix: "t" | "g" | "c", inFile: ReadonlySet<string>): () => string {
  let count = 0;
  return () => {
    do count += 1;
    while (inFile.has(`${prefix}${count}`));
    return `${prefix}${count}`;
  };
}
