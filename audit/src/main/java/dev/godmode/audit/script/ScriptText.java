package dev.godmode.audit.script;

import dev.godmode.audit.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A script as what it runs: continued lines joined, comments gone, plain variables filled in, and
 * what it writes to files by here-documents as sources of their own.
 */
record ScriptText(List<Command> commands, List<Source> written) {

  /** One logical line. */
  record Command(int line, String text) {}

  private static final Pattern HEREDOC =
      Pattern.compile("(.*)<<-?\\s*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?(.*)");
  private static final Pattern TARGET =
      Pattern.compile(".*(?:>>?|\\btee(?:\\s+-a)?)\\s*[\"']?([^\\s\"'|;&<>]+).*");
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?:export\\s+|readonly\\s+|local\\s+)?([A-Za-z_]\\w*)=(?:\"([^\"`]*)\"|'([^']*)'|([^\\s;&|\"'`(]*))");
  private static final Pattern USE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)}?");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#(?![!{]).*");
  private static final int VALUE_MAX = 1_000;
  private static final int LINE_MAX = 10_000;

  static ScriptText of(Source source) {
    return new Reader(source).read();
  }

  private static final class Reader {
    private final Source source;
    private final List<String> lines;
    private final List<Command> commands = new ArrayList<>();
    private final List<Source> written = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private int at;

    Reader(Source source) {
      this.source = source;
      this.lines = source.lines();
    }

    ScriptText read() {
      while (at < lines.size()) {
        var first = at + 1;
        var text = logicalLine();
        var heredoc = HEREDOC.matcher(text);
        if (heredoc.matches() && !text.contains("<<<")) {
          text = heredoc.group(1) + heredoc.group(3);
          body(heredoc.group(2), text);
        }
        take(first, text);
      }
      return new ScriptText(List.copyOf(commands), List.copyOf(written));
    }

    private String logicalLine() {
      var text = new StringBuilder(uncommented(lines.get(at++)));
      while (text.length() > 0
          && text.length() < LINE_MAX
          && text.charAt(text.length() - 1) == '\\'
          && at < lines.size()) {
        text.setLength(text.length() - 1);
        text.append(uncommented(lines.get(at++)).strip());
      }
      return text.toString();
    }

    private static String uncommented(String line) {
      return COMMENT.matcher(line).replaceFirst("").stripTrailing();
    }

    /** A here-document is a file when it goes to one, and else lines like all others. */
    private void body(String end, String command) {
      var begin = at;
      while (at < lines.size() && !lines.get(at).strip().equals(end)) {
        at++;
      }
      var target = TARGET.matcher(command);
      if (target.matches()) {
        var text = String.join("\n", lines.subList(begin, Math.min(at, lines.size())));
        var path = target.group(1);
        written.add(source.part(path.substring(path.lastIndexOf('/') + 1), text, begin + 1));
        at = Math.min(at + 1, lines.size());
      } else {
        at = begin;
      }
    }

    private void take(int line, String text) {
      var assignment = ASSIGNMENT.matcher(text.strip());
      var filled = filled(text);
      if (assignment.matches()) {
        var value = filled(firstOf(assignment.group(2), assignment.group(3), assignment.group(4)));
        if (value.length() <= VALUE_MAX) {
          variables.put(assignment.group(1), value);
        }
      }
      if (!filled.isBlank()) {
        commands.add(new Command(line, filled.strip()));
      }
    }

    private static String firstOf(@Nullable String... groups) {
      for (var group : groups) {
        if (group != null) {
          return group;
        }
      }
      return "";
    }

    private String filled(String text) {
      var filled =
          USE.matcher(text)
              .replaceAll(
                  use ->
                      Matcher.quoteReplacement(variables.getOrDefault(use.group(1), use.group())));
      return filled.length() > LINE_MAX ? text : filled;
    }
  }
}
