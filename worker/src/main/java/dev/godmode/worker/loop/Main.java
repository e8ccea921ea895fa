package dev.godmode.worker.loop;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;

/** The program's process; its worker says the goal on the first line and answers on others. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    var environment = System.getenv();
    var wire =
        new Wire(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    try {
      var work = new WorkFolder(Path.of("").toAbsolutePath());
      var toolkit =
          new Toolkit(
              work,
              new Shell(work.root()),
              FleetTools.of(environment),
              new Consent(LoopTerms.of(environment).permissions(), wire));
      new Loop(
              wire, ChatModel.of(environment), toolkit, Talk.in(LoopTerms.of(environment).memory()))
          .run();
    } catch (ModelTrouble e) {
      wire.failed(e.status(), e.words());
    }
    System.exit(0);
  }
}
