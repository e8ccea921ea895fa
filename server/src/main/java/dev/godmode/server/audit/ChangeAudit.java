package dev.godmode.server.audit;

import dev.godmode.audit.Audit;
import dev.godmode.audit.Finding;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.control.change.ChangeFiles;
import dev.godmode.control.change.Repositories;
import dev.godmode.control.change.Repositories.TouchedFile;
import dev.godmode.protocol.recent.RecentMap;
import dev.godmode.protocol.task.Change;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong with what an attempt changed, before anybody merges it: only what the change brings
 * in. A change that cannot be looked through is a finding too.
 */
public final class ChangeAudit {

  static final int KEPT_MAX = 200;

  private final Repositories repositories;
  private final ChangeFiles files;
  private final Audit audit;

  /** A patch is named by what is in it, so what was found of it stays true. */
  private final Map<String, List<Finding>> known = RecentMap.byAge(KEPT_MAX);

  public ChangeAudit(Repositories repositories, ChangeFiles files, InstantSource clock) {
    this.repositories = repositories;
    this.files = files;
    this.audit = new Audit(clock);
  }

  /** All findings of a change; it may wait for disks and networks the first time. */
  public List<Finding> of(Change change) {
    if (change.isEmpty() || !change.kept()) {
      return List.of();
    }
    var key = change.base().commit() + " " + change.hash();
    return seen(key).orElseGet(() -> look(key, change));
  }

  private List<Finding> look(String key, Change change) {
    var patch = files.find(change.hash());
    if (patch.isEmpty()) {
      return unseen("its patch is not kept any more");
    }
    return switch (repositories.touched(change.base(), patch.get())) {
      case Repositories.Unseen(var why) -> unseen(why);
      case Repositories.Touched(var touched) ->
          keep(key, touched.stream().map(this::look).flatMap(List::stream).toList());
    };
  }

  private List<Finding> look(TouchedFile file) {
    return audit.ofChange(file.path(), file.before(), file.after());
  }

  private static List<Finding> unseen(String why) {
    return List.of(
        Finding.of(
            Rule.NOT_READABLE,
            Source.of("the change", ""),
            0,
            "it could not be looked through: " + why,
            "read all of it yourself before you merge it"));
  }

  private synchronized Optional<List<Finding>> seen(String key) {
    return Optional.ofNullable(known.get(key));
  }

  private synchronized List<Finding> keep(String key, List<Finding> found) {
    known.put(key, found);
    return found;
  }
}
