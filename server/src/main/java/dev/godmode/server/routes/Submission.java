package dev.godmode.server.routes;

import dev.godmode.kernel.Command.SubmitTask;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.SpecCheck;
import dev.godmode.protocol.api.Requests.Submit;
import dev.godmode.protocol.api.Requests.Submitted;
import dev.godmode.protocol.api.SubmittedTask;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.trace.TraceContext;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.HeapGuard;
import dev.godmode.server.http.IdempotencyKeys;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.identity.Secrets;
import dev.godmode.server.view.TaskFinder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes new tasks in. Everything that can be wrong with one is checked before the first is handed
 * to the kernel, so that all or none are taken.
 */
public final class Submission {

  private static final int TASKS_MAX = 10_000;

  private final Orders orders;
  private final TaskFinder finder;
  private final Supplier<String> ids;
  private final IdempotencyKeys<Submitted> keys;
  private final HeapGuard room;
  private final OwnTasks own;
  private final SubTasks subTasks;

  public Submission(
      Orders orders, TaskFinder finder, Supplier<String> ids, InstantSource clock, HeapGuard room) {
    this.room = room;
    this.orders = orders;
    this.finder = finder;
    this.ids = ids;
    this.own = new OwnTasks(finder);
    this.subTasks = new SubTasks(finder);
    this.keys = new IdempotencyKeys<>(clock);
  }

  Submitted submit(Call call) {
    room.requireRoom();
    var body = call.bytes();
    return call.header("Idempotency-Key")
        .map(key -> keys.once(call.by(), key, Secrets.sha256(body), () -> submit(call, body)))
        .orElseGet(() -> submit(call, body));
  }

  private Submitted submit(Call call, byte[] body) {
    var tasks = call.read(Submit.class, body).tasks();
    if (tasks.isEmpty() || tasks.size() > TASKS_MAX) {
      throw Refusal.invalid(
          "1 to %d tasks may be submitted at once, were %d".formatted(TASKS_MAX, tasks.size()));
    }
    var predecessors = new Predecessors(finder, words -> own.id(call, words), tasks);
    var specs = new ArrayList<TaskSpec>();
    for (var task : tasks) {
      specs.add(spec(call, specs.size(), task, predecessors.of(task)));
      predecessors.add(new TaskId(ids.get()));
    }
    if (call.principal() instanceof Principal.Holder(var claims)) {
      subTasks.count(claims, specs.size());
    }
    handIn(call.cause(), commands(specs, predecessors));
    return new Submitted(predecessors.own());
  }

  /** What the kernel would refuse is refused here, before it has taken any of them. */
  private TaskSpec spec(Call call, int index, SubmittedTask task, Set<TaskId> after) {
    try {
      var spec = spec(call, task, after);
      SpecCheck.problem(spec)
          .ifPresent(
              problem -> {
                throw Refusal.invalid("tasks[%d]: %s".formatted(index, problem));
              });
      return spec;
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("tasks[%d]: %s".formatted(index, e.getMessage()));
    }
  }

  private TaskSpec spec(Call call, SubmittedTask task, Set<TaskId> after) {
    return call.principal() instanceof Principal.Holder(var claims)
        ? subTasks
            .of(claims, task.of(claims.agent(), claims.stream()).toSpec(after))
            .causedIn(Optional.of(span(call, claims.attempt())))
        : task.toSpec(after).causedIn(call.span());
  }

  /** A program's own span in the trace of its task, or its attempt's. */
  private static TraceContext span(Call call, AttemptKey attempt) {
    return call.span()
        .filter(said -> said.isOf(attempt.task()))
        .orElseGet(() -> TraceContext.of(attempt));
  }

  private static List<SubmitTask> commands(List<TaskSpec> specs, Predecessors predecessors) {
    var ended = predecessors.ended();
    var own = predecessors.own();
    var commands = new ArrayList<SubmitTask>();
    for (var spec : specs) {
      var known = spec.after().stream().map(ended::get).filter(Objects::nonNull).toList();
      commands.add(new SubmitTask(own.get(commands.size()), spec, known));
    }
    return commands;
  }

  private void handIn(String by, List<SubmitTask> commands) {
    var replies = orders.submitAll(by, List.copyOf(commands)).join();
    for (var i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof Reply.Refused) {
        again(by, commands.get(i));
      }
    }
  }

  /** A task it comes after ended and left the kernel just now: the tables know it by now. */
  private void again(String by, SubmitTask command) {
    var ended = finder.ended(command.spec().after());
    orders.carryOut(by, new SubmitTask(command.task(), command.spec(), ended));
  }
}
