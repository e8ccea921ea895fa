package dev.godmode.worker.driver;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Claude Code keeps each conversation in a file of the folder that it was held in. Every attempt
 * has a workspace of its own, so the file is brought there before it is taken up again.
 */
final class ClaudeSessions {

  private static final System.Logger LOG = System.getLogger(ClaudeSessions.class.getName());

  private ClaudeSessions() {}

  /** Whether the conversation is where it will be looked for. */
  static boolean bring(Path memory, Path work, String session) {
    if (!session.matches("[A-Za-z0-9-]{1,64}")) {
      return false;
    }
    try {
      var projects = memory.resolve("projects");
      var place = projects.resolve(slug(work)).resolve(session + ".jsonl");
      if (Files.notExists(place) && Files.isDirectory(projects, LinkOption.NOFOLLOW_LINKS)) {
        bring(projects, place);
      }
      return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      LOG.log(WARNING, "conversation not taken up again: {0}", e.getMessage());
      return false;
    }
  }

  private static void bring(Path projects, Path place) throws IOException {
    try (var folders = Files.newDirectoryStream(projects)) {
      for (var folder : folders) {
        var file = folder.resolve(place.getFileName());
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(place.getParent());
          Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
          return;
        }
      }
    }
  }

  private static String slug(Path work) throws IOException {
    return work.toRealPath().toString().replaceAll("[^A-Za-z0-9]", "-");
  }
}
