package dev.godmode.server.routes;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Command.SubmitTask;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.api.Requests.Submit;
import dev.godmode.protocol.api.Requests.Submitted;
import dev.godmode.protocol.api.SubmittedTask;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.HeapGuard;
import dev.godmode.server.http.IdempotencyKeys;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.identity.Secrets;
import dev.godmode.server.view.TaskFinder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes new tasks in. Everything that can be wrong with one is checked before the first is handed
 * to the kernel, so that all or none are taken.
 */
public final class Submission {

  private static final int TASKS_MAX = 10_000;

  private record Entry(TaskId id, TaskSpec spec) {}

  private final Orders orders;
  private final TaskFinder finder;
  private final Supplier<String> ids;
  private final IdempotencyKeys<Submitted> keys;
  private final HeapGuard room;

  public Submission(
      Orders orders, TaskFinder finder, Supplier<String> ids, InstantSource clock, HeapGuard room) {
    this.room = room;
    this.orders = orders;
    this.finder = finder;
    this.ids = ids;
    this.keys = new IdempotencyKeys<>(clock);
  }

  Submitted submit(Call call) {
    room.requireRoom();
    var body = call.bytes();
    return call.header("Idempotency-Key")
        .map(key -> keys.once(key, Secrets.sha256(body), () -> submit(call, body)))
        .orElseGet(() -> submit(call, body));
  }

  private Submitted submit(Call call, byte[] body) {
    var tasks = call.read(Submit.class, body).tasks();
    if (tasks.isEmpty() || tasks.size() > TASKS_MAX) {
      throw Refusal.invalid(
          "1 to %d tasks may be submitted at once, were %d".formatted(TASKS_MAX, tasks.size()));
    }
    var entries = new ArrayList<Entry>();
    for (var i = 0; i < tasks.size(); i++) {
      entries.add(new Entry(new TaskId(ids.get()), spec(i, tasks.get(i))));
    }
    handIn(entries);
    return new Submitted(entries.stream().map(Entry::id).toList());
  }

  private TaskSpec spec(int index, SubmittedTask task) {
    var after =
        task.after().orElse(Set.of()).stream()
            .map(finder::id)
            .collect(Collectors.toUnmodifiableSet());
    try {
      return task.toSpec(after);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("tasks[%d]: %s".formatted(index, e.getMessage()));
    }
  }

  private void handIn(List<Entry> entries) {
    var commands = entries.stream().<Command>map(this::command).toList();
    var replies = orders.submitAll(Call.OWNER, commands).join();
    for (var i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof Reply.Refused) {
        again(entries.get(i));
      }
    }
  }

  private SubmitTask command(Entry entry) {
    return new SubmitTask(entry.id(), entry.spec(), finder.ended(entry.spec().after()));
  }

  /** A task it comes after ended and left the kernel just now: the tables know it by now. */
  private void again(Entry entry) {
    orders.carryOut(Call.OWNER, command(entry));
  }
}
