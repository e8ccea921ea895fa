package dev.godmode.worker.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system's {@code kill(2)}: the JDK can signal one process, but not a group, and starting a
 * program for it costs more than many an attempt.
 */
@SuppressWarnings("restricted") // allowed on the command line of the worker
enum Signals {
  TERM(15),
  KILL(9);

  private static final MethodHandle KILL_CALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  /** The same on Linux and macOS. */
  private final int number;

  Signals(int number) {
    this.number = number;
  }

  /** To one process; nothing happens when it is gone. */
  void toProcess(long pid) {
    send(Math.toIntExact(pid));
  }

  /** To all processes of a group; nothing happens when none is left. */
  void toGroup(long group) {
    if (group <= 1) {
      throw new IllegalArgumentException("not a group of ours: " + group);
    }
    send(Math.toIntExact(-group));
  }

  private void send(int target) {
    try {
      var _ = (int) KILL_CALL.invokeExact(target, number);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot signal " + target, e);
    }
  }
}
