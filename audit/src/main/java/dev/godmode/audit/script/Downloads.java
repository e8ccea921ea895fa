package dev.godmode.audit.script;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.script.ScriptText.Command;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that a script downloads and later runs without having looked at them. */
final class Downloads {

  private static final Pattern GET =
      Pattern.compile(
          "\\b(?:curl|wget)\\b.*?(?:(?:-[a-zA-Z]*[oO]|--output|--output-document)[ =]?|>\\s*)[\"']?([^\\s\"'|;&-][^\\s\"'|;&]*)");
  private static final Pattern CHECK =
      Pattern.compile("\\b(?:sha\\d+sum|shasum|gpg|gpgv|cosign|minisign|openssl\\s+dgst)\\b");

  private Downloads() {}

  static Stream<Finding> run(Source source, List<Command> commands) {
    var unchecked = new LinkedHashSet<String>();
    var findings = new ArrayList<Finding>();
    for (var command : commands) {
      if (CHECK.matcher(command.text()).find()) {
        unchecked.clear();
      }
      var get = GET.matcher(command.text());
      if (get.find()) {
        unchecked.add(fileName(get.group(1)));
      }
      ran(unchecked, command.text())
          .map(
              file ->
                  Finding.of(
                      Rule.SCRIPT_FROM_NETWORK,
                      source,
                      command.line(),
                      "'%s' was downloaded and is run without a look at it".formatted(file),
                      "check it first against a hash that stands in the script (sha256sum -c)"))
          .forEach(findings::add);
    }
    return findings.stream();
  }

  private static String fileName(String address) {
    return address.contains("://") ? address.substring(address.lastIndexOf('/') + 1) : address;
  }

  private static Stream<String> ran(Set<String> files, String command) {
    return files.stream()
        .filter(file -> !file.isBlank() && !file.equals("/dev/null"))
        .filter(
            file ->
                Pattern.compile(
                        "(?:\\b(?:ba|da|z)?sh|\\bpython3?|\\bsource|\\bsudo|^\\.|&&|;|^)\\s+(?:-\\S+\\s+)*[\"']?(?:\\./)?"
                            + Pattern.quote(file)
                            + "(?:[\"'\\s;]|$)|^(?:\\./)"
                            + Pattern.quote(file)
                            + "\\b")
                    .matcher(command)
                    .find());
  }
}
