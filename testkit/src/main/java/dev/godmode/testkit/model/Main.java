package dev.godmode.testkit.model;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The scripted model server as a process: its port, then the names of its models. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    var models =
        args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.of("scripted");
    var server = new ScriptedModels(Integer.parseInt(args[0]), models);
    System.out.println(server.url());
    new CountDownLatch(1).await();
  }
}
