package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.protocol.api.ModelViews.ModelList;
import dev.godmode.protocol.api.ReplicaViews.ReplicaOffer;
import dev.godmode.protocol.api.ReplicaViews.ReplicaView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "replicas",
    description = {
      "List the replicas of the model gateway: processes of their own that answer as this one does.",
      "With --code a new one is let in: ./gmup --gateway CODE starts it, on any machine."
    })
final class ReplicaCommand implements Callable<Integer> {

  private static final String CODE = API + "/models/replicas/code";

  @Option(
      names = "--code",
      description =
          "Print a code for replicas. It is good for as many as you like, until there is another;"
              + " those that have the one before are let in no more.")
  boolean code;

  @Option(names = "--revoke", description = "Let no replica in any more.")
  boolean revoke;

  @Mixin Common common = new Common();

  @Override
  public Integer call() {
    if (code && revoke) {
      throw new Trouble("--code lets replicas in and --revoke lets none in: give one of them");
    }
    try (var client = common.client()) {
      if (code) {
        var offer = client.post(ReplicaOffer.class, CODE, new Because(Optional.empty()));
        common.answer(offer, "On the machine where it is to run:\n  " + offer.command());
      } else if (revoke) {
        client.remove(CODE);
        var words = "No replica is let in any more; what they answer just now they finish.";
        common.answer(new Done(words), words);
      } else {
        var all = client.get(ModelList.class, API + "/models").replicas();
        common.answer(
            all, all.isEmpty() ? "There is no replica: gm models replicas --code" : words(all));
      }
    }
    return Exit.OK;
  }

  static String words(List<ReplicaView> all) {
    if (all.isEmpty()) {
      return "";
    }
    var table = new Table("REPLICA", "UNDER WAY", "LAST HEARD", "ADDRESS");
    all.forEach(
        one ->
            table.row(
                one.name(),
                Integer.toString(one.outstanding()),
                Words.duration(one.silent()) + " ago",
                one.address()));
    return table.toString();
  }
}
