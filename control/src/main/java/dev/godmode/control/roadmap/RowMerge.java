package dev.godmode.control.roadmap;

import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.WaitingFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a change of a row by hand means, given what became of its task meanwhile. Pure: it decides,
 * and others carry it out.
 *
 * @param spec what is asked for now, where that changed
 * @param wish what is to be done with the task
 * @param conflicts what cannot be had both ways; the database is kept
 * @param open what the file asks for could not be taken yet: compare again later
 */
record RowMerge(Optional<TaskSpec> spec, Wish wish, List<String> conflicts, boolean open) {

  RowMerge {
    conflicts = List.copyOf(conflicts);
  }

  /** What a changed status asks for. */
  enum Wish {
    NOTHING,
    HOLD,
    RELEASE,
    APPROVE,
    RETRY,
    CANCEL
  }

  /**
   * Compares.
   *
   * @param base the row when file and database last agreed
   * @param after the ids of the tasks that rows name
   */
  static RowMerge of(
      RoadmapRow base, RoadmapRow file, Task task, Function<Set<String>, Set<TaskId>> after) {
    return new Merging(base, file, task, after).merge();
  }

  private static final class Merging {
    private final RoadmapRow base;
    private final RoadmapRow file;
    private final Task task;
    private final Function<Set<String>, Set<TaskId>> after;
    private final List<String> conflicts = new ArrayList<>();
    private boolean open;

    Merging(RoadmapRow base, RoadmapRow file, Task task, Function<Set<String>, Set<TaskId>> after) {
      this.base = base;
      this.file = file;
      this.task = task;
      this.after = after;
    }

    RowMerge merge() {
      var wish = wish();
      var asked = spec();
      var spec = asked.equals(task.spec()) ? Optional.<TaskSpec>empty() : Optional.of(asked);
      if (spec.isPresent() && !canAmend(wish)) {
        open = true;
        spec = Optional.empty();
      }
      if (wish == Wish.NOTHING) {
        compareWhatIsTold();
      }
      return new RowMerge(spec, wish, conflicts, open);
    }

    private boolean canAmend(Wish wish) {
      if (task.phase().held().isPresent()) {
        conflicts.add("it runs: the change is taken when its attempt is over");
        return false;
      }
      if (task.state().isTerminal() && wish != Wish.RETRY) {
        conflicts.add("it has ended: set its status to pending to run it again with the change");
        return false;
      }
      return true;
    }

    private Wish wish() {
      var now = RowStatus.of(task);
      var asked = file.status();
      if (asked == base.status() || asked == now) {
        return Wish.NOTHING;
      }
      if (!base.updatedAt().isEmpty() && !file.updatedAt().equals(base.updatedAt())) {
        return refuse(
            "the row says '%s', but it is an older or foreign version of it: its updated_at differs"
                .formatted(asked.word()));
      }
      if (asked == RowStatus.CANCELLED && !now.isEnd()) {
        return Wish.CANCEL;
      }
      if (now != base.status()) {
        return refuse(
            "the file says '%s', but meanwhile it became '%s'".formatted(asked.word(), now.word()));
      }
      return switch (asked) {
        case PENDING -> onwards(now);
        case PAUSED, BLOCKED ->
            now == RowStatus.PENDING || now == RowStatus.BLOCKED || now == RowStatus.PAUSED
                ? Wish.HOLD
                : refuse("the file says '%s', but it is '%s'".formatted(asked.word(), now.word()));
        case RUNNING -> refuse("the file says 'running', but only a node can start it");
        case DONE, FAILED ->
            refuse(
                "the file says '%s', but only an attempt's evidence decides that; set it to cancelled to be rid of it"
                    .formatted(asked.word()));
        case CANCELLED -> refuse("the file says 'cancelled', but it has ended already");
      };
    }

    private Wish onwards(RowStatus now) {
      return switch (now) {
        case PAUSED -> Wish.RELEASE;
        case DONE, FAILED, CANCELLED -> Wish.RETRY;
        case BLOCKED -> unblock();
        case PENDING, RUNNING ->
            refuse("the file says 'pending', but it is '%s'".formatted(now.word()));
      };
    }

    /** Agents can write files too, so a person's approval cannot come from one. */
    private Wish unblock() {
      return task.phase() instanceof TaskPhase.Waiting waiting
              && waiting.what() == WaitingFor.PERSON
          ? Wish.APPROVE
          : refuse(
              "it waits for a person, who cannot answer in the file: gm task approve "
                  + file.key());
    }

    private Wish refuse(String why) {
      conflicts.add(why);
      return Wish.NOTHING;
    }

    private TaskSpec spec() {
      var b = base.spec();
      var f = file.spec();
      var d = task.spec();
      return TaskSpec.named(pick("name", b.name(), f.name(), d.name()))
          .goal(pick("goal", b.goal(), f.goal(), d.goal()))
          .agentType(pick("agent_type", b.agentType(), f.agentType(), d.agentType()))
          .stream(pick("stream", b.stream(), f.stream(), d.stream()))
          .command(pick("command", b.command(), f.command(), d.command()))
          .checks(pick("checks", b.checks(), f.checks(), d.checks()))
          .requires(pick("requires", b.requires(), f.requires(), d.requires()))
          .prefers(pick("prefers", b.prefers(), f.prefers(), d.prefers()))
          .priority(pick("priority", b.priority(), f.priority(), d.priority()))
          .deadline(pick("deadline", b.deadline(), f.deadline(), d.deadline()))
          .after(
              base.after().equals(file.after())
                  ? d.after()
                  : pick(
                      "depends_on",
                      after.apply(base.after()),
                      after.apply(file.after()),
                      d.after()))
          .maxAttempts(pick("max_attempts", b.maxAttempts(), f.maxAttempts(), d.maxAttempts()))
          .timeout(pick("timeout", b.timeout(), f.timeout(), d.timeout()))
          .approval(pick("approval", b.approval(), f.approval(), d.approval()))
          .held(d.held())
          .env(pick("env", b.env(), f.env(), d.env()))
          .roadmapKey(d.roadmapKey())
          .demand(pick("demand", b.demand(), f.demand(), d.demand()))
          .throttle(pick("throttle", b.throttle(), f.throttle(), d.throttle()))
          .keep(d.keep())
          .build();
    }

    private <T> T pick(String field, T inBase, T inFile, T inDatabase) {
      if (inFile.equals(inBase) || inFile.equals(inDatabase)) {
        return inDatabase;
      }
      if (inDatabase.equals(inBase)) {
        return inFile;
      }
      open = true;
      conflicts.add(
          "%s was changed in the file to %s and elsewhere to %s, which is kept"
              .formatted(field, shown(inFile), shown(inDatabase)));
      return inDatabase;
    }

    private static String shown(Object value) {
      var text = value.toString();
      return "'%s'".formatted(text.length() > 80 ? text.substring(0, 80) + "…" : text);
    }

    /** Where the file tells another story than the database, the loser is shown. */
    private void compareWhatIsTold() {
      var before = JsonLine.of(base.text());
      var now = JsonLine.of(file.text());
      var ours = JsonLine.of(RowUpdate.of(base, task));
      for (var field : RowUpdate.TOLD) {
        var written = now.raw(field);
        if (!Objects.equals(written, before.raw(field))
            && !Objects.equals(written, ours.raw(field))) {
          conflicts.add(
              "%s is written by God Mode; the file said %s"
                  .formatted(field, shown(written.orElse("nothing"))));
        }
      }
    }
  }
}
