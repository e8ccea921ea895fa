package dev.godmode.control.access;

import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.control.agent.YamlDocument;
import dev.godmode.control.agent.YamlFields;
import dev.godmode.protocol.text.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads {@code policy.yaml}: all that is wrong with one at once, each with its line. */
public final class PolicyReader {

  /** What the file is called in a workspace. */
  public static final String FILE = "policy.yaml";

  private static final int RULES_MAX = 1_000;
  private static final Set<String> KEYS = Set.of("allow", "deny", "examples");
  private static final Set<String> RULE = Set.of("who", "may", "stream");
  private static final Set<String> DENIAL = Set.of("who", "may_not", "stream");
  private static final Set<String> EXAMPLE = Set.of("who", "may", "may_not", "stream");

  /** What was read. */
  public sealed interface Result {}

  public record Good(Policy policy) implements Result {}

  /** It is not taken; at least one problem. */
  public record Bad(List<ProfileProblem> problems) implements Result {
    public Bad {
      problems = List.copyOf(problems);
    }
  }

  private final List<ProfileProblem> problems = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final List<Policy.Example> examples = new ArrayList<>();

  private PolicyReader() {}

  /** The policy of a fleet that has no file. */
  public static Policy builtIn() {
    try (InputStream in = PolicyReader.class.getResourceAsStream("/policy.yaml")) {
      var text = new String(in == null ? new byte[0] : in.readAllBytes(), StandardCharsets.UTF_8);
      return switch (read(text)) {
        case Good(var policy) -> policy;
        case Bad(var problems) ->
            throw new IllegalStateException("the built-in policy is wrong: " + problems);
      };
    } catch (IOException e) {
      throw new IllegalStateException("the built-in policy cannot be read", e);
    }
  }

  public static Result read(String text) {
    return new PolicyReader().result(text);
  }

  private Result result(String text) {
    try {
      var root = YamlDocument.root(text);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        read(YamlFields.of(FILE, problems, mapping, KEYS));
      } else {
        problem(1, "is a mapping with the keys allow, deny and examples");
      }
    } catch (YamlDocument.BadYaml e) {
      problem(e.line(), String.valueOf(e.getMessage()));
    }
    var policy = new Policy(text, sha256(text), rules, examples);
    if (problems.isEmpty()) {
      policy.lockout().ifPresent(why -> problem(0, why));
      policy.failures().forEach(why -> problem(0, "an example does not come true: " + why));
    }
    return problems.isEmpty() ? new Good(policy) : new Bad(problems);
  }

  private void problem(int line, String message) {
    problems.add(new ProfileProblem(FILE, line, message));
  }

  private void read(YamlFields root) {
    rules.addAll(root.each("allow", RULE, PolicyReader::noText, item -> rule(item, "may", true)));
    rules.addAll(
        root.each("deny", DENIAL, PolicyReader::noText, item -> rule(item, "may_not", false)));
    examples.addAll(
        root.each("examples", EXAMPLE, PolicyReader::noExample, this::example).stream()
            .flatMap(List::stream)
            .toList());
    if (rules.size() > RULES_MAX) {
      problem(0, "has %d rules, the most are %d".formatted(rules.size(), RULES_MAX));
    }
  }

  private static Rule noText(String text) {
    throw new IllegalArgumentException("a rule has the keys who and may, this is '" + text + "'");
  }

  private static List<Policy.Example> noExample(String text) {
    throw new IllegalArgumentException(
        "an example has the keys who, and may or may_not, this is '" + text + "'");
  }

  private Rule rule(YamlFields item, String verb, boolean allows) {
    var who = who(item);
    var words = item.texts(verb);
    if (words.isEmpty()) {
      item.problem(verb, "a rule needs '%s': which scopes".formatted(verb));
    }
    if (allows && who.kind() == Who.Kind.NODE) {
      item.problem("who", "a node is allowed nothing by itself: name the agent, and deny on nodes");
    }
    var named = named(words, allows);
    if (allows && !named.isEmpty() && who.kind() != Who.Kind.AGENT) {
      item.problem("who", "secrets and brokers are for agents: name one, like agent:deploy");
    }
    var plain = words.stream().filter(word -> Names.parse(word).isEmpty()).toList();
    var scopes = scopes(item, verb, plain, allows && who.kind() == Who.Kind.AGENT);
    if (allows && named.stream().anyMatch(Names::isOfBroker)) {
      scopes.add(Scope.BROKERS_CALL); // the way there, beside the right to that one
    }
    return new Rule(
        item.line("who"),
        allows,
        who,
        scopes,
        named,
        String.join(", ", words),
        item.text("stream"));
  }

  /** Secrets are allowed by name only: a star alone denies them, and never gives them away. */
  private static List<Names> named(List<String> words, boolean allows) {
    return words.stream()
        .flatMap(
            word ->
                !allows && (word.equals(Who.ANY) || word.equals("*:*"))
                    ? Stream.of(
                        new Names(Right.UseSecret.KIND, Who.ANY),
                        new Names(Right.CallBroker.KIND, Who.ANY))
                    : Names.parse(word).stream())
        .toList();
  }

  /** One that cannot be read stands for nobody, and its problem is noted. */
  private static Who who(YamlFields item) {
    if (item.text("who").isEmpty()) {
      item.problem("who", "says nobody: 'who' is missing");
    }
    return item.read("who", Who::parse).orElse(new Who(Who.Kind.PERSON, ""));
  }

  private static Set<Scope> scopes(
      YamlFields item, String verb, List<String> words, boolean forAgents) {
    var all = EnumSet.noneOf(Scope.class);
    for (var word : words) {
      var found = matching(word);
      if (found.isEmpty()) {
        item.problem(verb, unknown(word));
      } else if (forAgents && found.stream().noneMatch(Scope.OF_ATTEMPTS::contains)) {
        item.problem(
            verb,
            "no agent can be allowed %s; what there is for agents: %s"
                .formatted(
                    word,
                    String.join(
                        ", ", Scope.OF_ATTEMPTS.stream().sorted().map(Scope::word).toList())));
      }
      all.addAll(found);
    }
    return all;
  }

  /** "tasks:read", "tasks:*", "*:read" or "*". */
  private static Set<Scope> matching(String word) {
    var pattern = word.equals("*") ? "*:*" : word;
    var all = EnumSet.noneOf(Scope.class);
    for (var scope : Scope.values()) {
      if (matches(pattern.split(":", -1), scope.word().split(":", -1))) {
        all.add(scope);
      }
    }
    return all;
  }

  private static boolean matches(String[] pattern, String[] word) {
    return pattern.length == word.length
        && IntStream.range(0, word.length)
            .allMatch(i -> pattern[i].equals("*") || pattern[i].equals(word[i]));
  }

  private static String unknown(String word) {
    if (word.contains("/")) {
      return "'%s' names nothing: write secret/NAME:use or broker/NAME:call, * in a name for any"
          .formatted(word);
    }
    var near = Spelling.hint(word, Scope.words());
    return "there is no scope '%s'%s"
        .formatted(word, near.isEmpty() ? "; known are " + String.join(", ", Scope.words()) : near);
  }

  private List<Policy.Example> example(YamlFields item) {
    var who = who(item);
    var may = item.texts("may");
    var mayNot = item.texts("may_not");
    if (may.isEmpty() == mayNot.isEmpty()) {
      item.problem("who", "an example says 'may' or 'may_not', one of them");
      return List.of();
    }
    var verb = may.isEmpty() ? "may_not" : "may";
    return rights(item, verb, may.isEmpty() ? mayNot : may).stream()
        .map(
            right ->
                new Policy.Example(
                    item.line("who"), who, right, !may.isEmpty(), item.text("stream")))
        .toList();
  }

  private static List<Right> rights(YamlFields item, String verb, List<String> words) {
    var named = words.stream().flatMap(word -> Names.parse(word).stream()).map(Names::example);
    var plain = words.stream().filter(word -> Names.parse(word).isEmpty()).toList();
    return Stream.concat(
            named.map(right -> (Right) right), scopes(item, verb, plain, false).stream())
        .toList();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
