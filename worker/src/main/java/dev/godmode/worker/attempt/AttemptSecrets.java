package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.text.SecretReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The secrets of one attempt, as its program gets them.
 *
 * @param values name to value, of all that it names
 * @param variables those that it gets as the value of a variable: variable to value
 * @param files those that it gets as a file: variable to the secret's name
 */
record AttemptSecrets(
    Map<String, String> values, Map<String, String> variables, Map<String, String> files) {

  private static final System.Logger LOG = System.getLogger(AttemptSecrets.class.getName());

  /** The folder in the attempt's own, in which its files of secrets are. */
  static final String FOLDER = "secrets";

  AttemptSecrets {
    values = Map.copyOf(values);
    variables = Map.copyOf(variables);
    files = Map.copyOf(files);
  }

  /**
   * Those that variables name.
   *
   * @throws IOException when one is named in a way that no secret can be
   */
  static AttemptSecrets of(Map<String, String> env, Map<String, String> given) throws IOException {
    var values = new HashMap<String, String>();
    var variables = new HashMap<String, String>();
    var files = new HashMap<String, String>();
    for (var entry : env.entrySet()) {
      var reference = reference(entry.getKey(), entry.getValue());
      for (var found : reference) {
        var value = given.get(found.name());
        if (value == null) {
          throw new IOException(
              "there is no secret '%s' among those given".formatted(found.name()));
        }
        values.put(found.name(), value);
        switch (found.form()) {
          case VALUE -> variables.put(entry.getKey(), value);
          case FILE -> files.put(entry.getKey(), found.name());
        }
      }
    }
    return new AttemptSecrets(values, variables, files);
  }

  private static List<SecretReference> reference(String variable, String value) throws IOException {
    try {
      return SecretReference.of(value).map(List::of).orElse(List.of());
    } catch (IllegalArgumentException e) {
      throw new IOException("its variable %s: %s".formatted(variable, e.getMessage()), e);
    }
  }

  /** Where the program finds its files. */
  Map<String, String> places(String home) {
    var places = new HashMap<String, String>();
    files.forEach(
        (variable, name) -> places.put(variable, "%s/%s/%s".formatted(home, FOLDER, name)));
    return places;
  }

  /**
   * Writes the files for their owner alone; a link that was left in their place is not followed.
   */
  void writeFiles(Path home) throws IOException {
    forget(home);
    if (files.isEmpty()) {
      return;
    }
    var folder =
        Files.createDirectory(
            home.resolve(FOLDER),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (var entry : values.entrySet()) {
      if (files.containsValue(entry.getKey())) {
        var file =
            Files.createFile(
                folder.resolve(entry.getKey()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
            file,
            entry.getValue().getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Deletes the files of an attempt that is over. */
  static void forget(Path home) {
    var folder = home.resolve(FOLDER);
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        for (var file : inside(folder)) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.log(WARNING, "files of secrets not deleted folder={0}: {1}", folder, e.getMessage());
    }
  }

  private static List<Path> inside(Path folder) throws IOException {
    var files = new ArrayList<Path>();
    try (var all = Files.newDirectoryStream(folder)) {
      all.forEach(files::add);
    }
    return files;
  }

  /** Without the values, whoever prints it. */
  @Override
  public String toString() {
    return "AttemptSecrets" + new TreeMap<>(values).keySet();
  }
}
