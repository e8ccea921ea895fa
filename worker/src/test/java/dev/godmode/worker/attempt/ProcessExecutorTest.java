package dev.godmode.worker.attempt;

import java.nio.file.Path;

class ProcessExecutorTest extends ExecutorContract {

  @Override
  Node nodeAt(Path folder) {
    return new Node(folder);
  }

  @Override
  AssignmentBuilder program(String... command) {
    return AssignmentBuilder.program(command);
  }
}
