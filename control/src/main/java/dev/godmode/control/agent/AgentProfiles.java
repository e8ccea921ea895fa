package dev.godmode.control.agent;

import dev.godmode.protocol.task.AgentProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All profiles of a workspace, with everything that is wrong with their files. A file that became
 * bad keeps its last good profile until it is mended.
 *
 * @param byFile the profile that each file stands for
 */
public record AgentProfiles(Map<String, AgentProfile> byFile, List<ProfileProblem> problems) {

  public static final AgentProfiles NONE = new AgentProfiles(Map.of(), List.of());

  public AgentProfiles {
    byFile = Map.copyOf(byFile);
    problems = List.copyOf(problems);
  }

  /** The profiles by type; the built-in {@code shell} is there unless a file describes it. */
  public List<AgentProfile> profiles() {
    var all = new ArrayList<>(byFile.values());
    if (all.stream().noneMatch(profile -> profile.type().equals(AgentProfile.SHELL))) {
      all.add(AgentProfile.shell(AgentProfile.SHELL));
    }
    all.sort(Comparator.comparing(AgentProfile::type));
    return all;
  }

  /**
   * Reads files that have all been read already.
   *
   * @param unreadable what went wrong before there was a text
   * @param previous what they said the last time
   */
  public static AgentProfiles read(
      Collection<ProfileText> files, List<ProfileProblem> unreadable, AgentProfiles previous) {
    var problems = new ArrayList<>(unreadable);
    var good = new TreeMap<String, AgentProfile>();
    for (var file : files) {
      var reading = ProfileReader.read(file);
      problems.addAll(reading.problems());
      reading
          .profile()
          .or(() -> Optional.ofNullable(previous.byFile().get(file.file())))
          .ifPresent(profile -> good.put(file.file(), profile));
    }
    unreadable.stream()
        .map(ProfileProblem::file)
        .filter(previous.byFile()::containsKey)
        .forEach(file -> good.put(file, previous.byFile().get(file)));
    dropDoubles(good, problems);
    problems.sort(
        Comparator.comparing(ProfileProblem::file).thenComparingInt(ProfileProblem::line));
    return new AgentProfiles(good, problems);
  }

  /** Of two files with one type the first by name stands; which was meant, nobody can know. */
  private static void dropDoubles(
      TreeMap<String, AgentProfile> good, List<ProfileProblem> problems) {
    var owners = new HashMap<String, String>();
    for (var entry : List.copyOf(good.entrySet())) {
      var file = entry.getKey();
      var type = entry.getValue().type();
      var owner = owners.putIfAbsent(type, file);
      if (owner != null) {
        good.remove(file);
        problems.add(
            new ProfileProblem(
                file,
                0,
                "agent '%s' is in %s already; give one of them another type"
                    .formatted(type, owner)));
      }
    }
  }
}
