package dev.godmode.audit.workspace;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Pages that call the machine they are shown on, and so work on one machine only. */
public final class FrontEndInspection implements Inspection {

  private static final Pattern ADDRESS =
      Pattern.compile("[\"'`=](?:https?|wss?)://(?:127\\.0\\.0\\.1|localhost|0\\.0\\.0\\.0)\\b");
  private static final Pattern FOR_DEVELOPMENT =
      Pattern.compile(
          "(.*/)?(e2e|tests?|__tests__|node_modules|scripts?|cypress|playwright)/.*|.*(\\.test\\.|\\.spec\\.|\\.config\\.).*");
  private static final Pattern FALLBACK_FOR_DEVELOPMENT =
      Pattern.compile(".*(import\\.meta\\.env|process\\.env|NODE_ENV|\\bDEV\\b).*");

  @Override
  public Stream<Finding> look(Source source) {
    if (!source.endsWith(".js", ".mjs", ".ts", ".jsx", ".tsx", ".svelte", ".vue", ".html", ".htm")
        || FOR_DEVELOPMENT.matcher(source.path()).matches()) {
      return Stream.empty();
    }
    var findings = new ArrayList<Finding>();
    var number = 0;
    for (var line : source.lines()) {
      number++;
      if (ADDRESS.matcher(line).find() && !FALLBACK_FOR_DEVELOPMENT.matcher(line).matches()) {
        findings.add(
            Finding.of(
                Rule.LOCALHOST_BAKED_IN,
                source,
                number,
                "the page calls the machine it is looked at on: from any other it shows nothing",
                "call a path ('/api/…'), which goes to where the page came from"));
      }
    }
    return findings.stream();
  }
}
