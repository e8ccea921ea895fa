package dev.godmode.audit;

import dev.godmode.audit.manifest.YamlView;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a program asks leave for, as files: a command as it is typed, or a tool's name and its input
 * as JSON, which holds a command, or what is to be written to a file.
 */
final class RequestText {

  private static final String COMMAND = "command.sh";
  private static final Pattern TOOL = Pattern.compile("\\A\\S+\\s+(?=\\{)");
  private static final List<String> WRITTEN = List.of("content", "new_string", "new_source");

  private RequestText() {}

  static List<Source> sources(String payload) {
    var tool = TOOL.matcher(payload);
    if (!tool.find()) {
      return List.of(Source.of(COMMAND, payload));
    }
    return YamlView.documents(payload.substring(tool.end())).orElse(List.of()).stream()
        .findFirst()
        .map(RequestText::ofInput)
        .orElseGet(() -> List.of(Source.of(COMMAND, payload)));
  }

  private static List<Source> ofInput(YamlView input) {
    var file = input.textAt("file_path").replace('\\', '/');
    return Stream.concat(
            input.at("command").stream()
                .flatMap(command -> command.text().stream())
                .map(text -> Source.of(COMMAND, text)),
            WRITTEN.stream()
                .flatMap(key -> input.at(key).stream())
                .flatMap(value -> value.text().stream())
                .map(text -> Source.of(file.isEmpty() ? COMMAND : file, text)))
        .toList();
  }
}
