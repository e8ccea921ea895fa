/** Runs a job at most once per interval, however often it is asked for; never twice at a time. */
export function coalesce(job: () => Promise<void>, everyMillis: number): () => void {
  let asked = false;
  let busy = false;
  const run = async (): Promise<void> => {
    asked = false;
    busy = true;
    const pause = new Promise((resolve) => setTimeout(resolve, everyMillis));
    await job();
    await pause;
    busy = false;
    if (asked) void run();
  };
  return () => {
    asked = true;
    if (!busy) void run();
  };
}
