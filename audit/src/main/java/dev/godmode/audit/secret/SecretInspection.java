package dev.godmode.audit.secret;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Fix;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets in text: keys whose form is known, plain, encoded in base64 or put together from pieces;
 * and fields of settings that hold one. What it says never repeats the secret.
 */
public final class SecretInspection implements Inspection {

  private static final List<Form> FORMS =
      List.of(
          new Form("an AWS access key", "\\b(?:AKIA|ASIA)[A-Z2-7]{16}\\b"),
          new Form("a GitHub token", "\\bgh[pousr]_[A-Za-z0-9]{36,}\\b|\\bgithub_pat_\\w{40,}"),
          new Form("a GitLab token", "\\bglpat-[\\w-]{20,}"),
          new Form("a Slack token", "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
          new Form("an Anthropic key", "\\bsk-ant-[\\w-]{20,}"),
          new Form("an OpenAI key", "\\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}"),
          new Form("a Google API key", "\\bAIza[\\w-]{35}"),
          new Form("a Stripe key", "\\b[rs]k_live_[A-Za-z0-9]{20,}"),
          new Form("a Tailscale key", "\\btskey-[a-z]+-[\\w-]{20,}"),
          new Form("an npm token", "\\bnpm_[A-Za-z0-9]{36}\\b"),
          new Form("a Hugging Face token", "\\bhf_[A-Za-z]{34}\\b"),
          new Form("an age key", "\\bAGE-SECRET-KEY-1[A-Z0-9]{50,}"),
          new Form("a private key", "-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"));

  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/]{24,4096}={0,2}");
  private static final Pattern SEAM = Pattern.compile("[\"']\\s*(?:\\+|\\.\\.|\\.|,)?\\s*[\"']");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?:^|[\\s,{(\"'])([A-Za-z][\\w.-]{2,60})[\"']?\\s*(?:=|:|=>)\\s*[\"']([^\"']{8,200})[\"']");
  private static final Pattern PROPERTY =
      Pattern.compile("^\\s*([A-Za-z][\\w.-]{2,60})\\s*[=:]\\s*(\\S{8,200})\\s*$");
  private static final Pattern STRONG = Pattern.compile("(?=.*\\d)(?=.*[A-Za-z])\\S+");
  private static final Pattern SETTINGS =
      Pattern.compile(".*\\.(properties|ini|cfg|conf|toml|env)|\\.env.*|.*\\.env\\..*");
  private static final Pattern TEST =
      Pattern.compile(
          "(^|.*/)(tests?|spec|fixtures|__tests__|testdata)/.*|.*[._-](test|spec)\\.\\w+|.*Test\\.java");
  private static final Pattern SECRET_FILE =
      Pattern.compile(
          "\\.env(\\.(?!example$|sample$|template$|dist$).+)?|secrets\\.(env|ya?ml|json)|id_(rsa|dsa|ecdsa|ed25519)"
              + "|.+\\.(key|p12|pfx|jks|keystore)|\\.netrc|\\.pgpass|credentials(\\.json)?");
  private static final int LINE_MAX = 20_000;
  private static final int FINDINGS_MAX = 20;

  private record Form(String name, Pattern pattern) {
    Form(String name, String pattern) {
      this(name, Pattern.compile(pattern));
    }
  }

  @Override
  public Stream<Finding> look(Source source) {
    if (SECRET_FILE.matcher(source.name()).matches()) {
      return file(source);
    }
    var findings = new ArrayList<Finding>();
    var number = 0;
    for (var line : source.lines()) {
      number++;
      if (line.length() <= LINE_MAX && findings.size() < FINDINGS_MAX) {
        line(source, number, line).ifPresent(findings::add);
      }
    }
    return findings.stream();
  }

  private static Stream<Finding> file(Source source) {
    var findings = new ArrayList<Finding>();
    switch (source.held()) {
      case BY_GIT ->
          findings.add(
              Finding.of(
                  Rule.SECRET_IN_GIT,
                  source,
                  0,
                  "git holds this secret, and everybody who has a copy of the repository",
                  "git rm --cached '%1$s'; echo '%1$s' >> .gitignore; then change the secret itself"
                      .formatted(source.path())));
      case FREE ->
          findings.add(
              Finding.of(
                  Rule.SECRET_NOT_IGNORED,
                  source,
                  0,
                  "the next git add would take this secret",
                  "echo '%s' >> .gitignore".formatted(source.path())));
      case IGNORED -> {}
    }
    if (source.openToOthers()) {
      findings.add(
          Finding.of(
                  Rule.SECRET_OPEN,
                  source,
                  0,
                  "others on this machine can read this secret",
                  "chmod 600 '%s'".formatted(source.path()))
              .fixedBy(new Fix.OwnerOnly()));
    }
    return findings.stream();
  }

  private static Optional<Finding> line(Source source, int number, String line) {
    return known(line)
        .or(() -> pieced(line).flatMap(SecretInspection::known).map(n -> n + ", in pieces"))
        .or(() -> decoded(line).map(n -> n + ", encoded in base64"))
        .or(() -> field(source, line))
        .map(
            what ->
                Finding.of(
                    Rule.SECRET_LITERAL,
                    source,
                    number,
                    "%s stands here in plain text".formatted(what),
                    "keep it in a .env of mode 600 that git ignores, or a secret store, and name it; then change it, for whoever has the file has it"));
  }

  private static Optional<String> known(String text) {
    return FORMS.stream()
        .filter(
            form -> {
              var match = form.pattern().matcher(text);
              return match.find() && !match.group().contains("EXAMPLE") && isVaried(match.group());
            })
        .map(Form::name)
        .findFirst();
  }

  /** A row of x stands for a key in a document. */
  private static boolean isVaried(String key) {
    return key.chars().distinct().count() >= 8;
  }

  private static Optional<String> pieced(String line) {
    var joined = SEAM.matcher(line).replaceAll("");
    return joined.equals(line) ? Optional.empty() : Optional.of(joined);
  }

  private static Optional<String> decoded(String line) {
    return ENCODED
        .matcher(line)
        .results()
        .flatMap(match -> text(match.group()).stream())
        .flatMap(text -> known(text).stream())
        .findFirst();
  }

  private static Optional<String> text(String encoded) {
    try {
      var digits = encoded.replace("=", "");
      var bytes =
          Base64.getDecoder()
              .decode(digits.substring(0, digits.length() - (digits.length() % 4 == 1 ? 1 : 0)));
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> field(Source source, String line) {
    if (TEST.matcher(source.path()).matches()) {
      return Optional.empty();
    }
    var pattern =
        SETTINGS.matcher(source.name()).matches() ? List.of(FIELD, PROPERTY) : List.of(FIELD);
    return pattern.stream()
        .flatMap(p -> p.matcher(line).results())
        .filter(match -> SecretNames.promises(match.group(1)))
        .filter(
            match ->
                STRONG.matcher(match.group(2)).matches() && SecretNames.isLiteral(match.group(2)))
        .map(match -> "the value of " + match.group(1))
        .findFirst();
  }
}
