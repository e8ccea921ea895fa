package dev.godmode.control.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder {@code agents/} of a workspace. */
public final class AgentFolder {

  public static final int FILES_MAX = 500;

  private final Path folder;

  public AgentFolder(Path folder) {
    this.folder = folder;
  }

  /** Reads every profile; a folder that is not there has none. */
  public AgentProfiles read(AgentProfiles previous) {
    var texts = new ArrayList<ProfileText>();
    var unreadable = new ArrayList<ProfileProblem>();
    try {
      var files = files();
      files.stream().limit(FILES_MAX).forEach(file -> read(file, texts, unreadable));
      if (files.size() > FILES_MAX) {
        unreadable.add(
            new ProfileProblem(
                folder.toString(), 0, "only the first %d profiles are read".formatted(FILES_MAX)));
      }
    } catch (IOException e) {
      unreadable.add(new ProfileProblem(folder.toString(), 0, "cannot be listed: " + e));
      return new AgentProfiles(previous.byFile(), unreadable);
    }
    return AgentProfiles.read(texts, unreadable, previous);
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(AgentFolder::isProfile).sorted().toList();
    }
  }

  private static boolean isProfile(Path file) {
    var name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private static void read(Path file, List<ProfileText> texts, List<ProfileProblem> unreadable) {
    var name = String.valueOf(file.getFileName());
    try (var in = Files.newInputStream(file)) {
      // A character has at most four bytes; the document's own limit says the rest.
      var bytes = in.readNBytes(YamlDocument.CHARACTERS_MAX * 4 + 1);
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      texts.add(new ProfileText(name, text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (CharacterCodingException e) {
      unreadable.add(new ProfileProblem(name, 0, "is not UTF-8"));
    } catch (IOException e) {
      unreadable.add(new ProfileProblem(name, 0, "cannot be read: " + e.getMessage()));
    }
  }
}
