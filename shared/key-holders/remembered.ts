/** Does something at the first call and remembers what came of it; a failure is not remembered, the next call tries again. */
export function remembered<T>(work: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= work().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
