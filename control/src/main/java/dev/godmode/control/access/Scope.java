package dev.godmode.control.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may be allowed: a kind of thing and what is done to it. Each route needs one. */
public enum Scope implements Right {
  FLEET_READ("fleet:read", "see the fleet: world, queue, agents, streams, events"),
  FLEET_STOP("fleet:stop", "STOP the fleet"),
  FLEET_STEER("fleet:steer", "resume, unfreeze, close breakers, switch the autopilot"),
  TASKS_READ("tasks:read", "see tasks, their results, and why they are where they are"),
  TASKS_SUBMIT("tasks:submit", "hand tasks in"),
  TASKS_STEER("tasks:steer", "cancel, hold, release and retry tasks"),
  TASKS_APPROVE("tasks:approve", "say yes where a person is asked"),
  CHANGES_MERGE("changes:merge", "put what attempts changed on branches of repositories"),
  BROKERS_CALL("brokers:call", "call through brokers; which ones is said by name"),
  MODELS_CALL("models:call", "ask models through the gateway"),
  MODELS_READ("models:read", "see providers, their models, and what was asked of them"),
  MODELS_CHANGE("models:change", "add and remove providers, which may use secrets as their keys"),
  MEMORY_READ("memory:read", "recall what is remembered"),
  MEMORY_WRITE("memory:write", "remember, and forget what is theirs to forget"),
  MEMORY_PROMOTE("memory:promote", "let more see what is remembered"),
  MESSAGES_READ("messages:read", "read messages of agents and people"),
  MESSAGES_SEND("messages:send", "write to tasks, agents, topics and people"),
  LOGS_READ("logs:read", "read what attempts printed"),
  NODES_READ("nodes:read", "see the machines"),
  NODES_STEER(
      "nodes:steer",
      "cordon and drain machines, say which agents they take and which code they have"),
  NODES_ADMIT("nodes:admit", "let machines join"),
  NODES_REMOVE("nodes:remove", "remove machines for good"),
  STREAMS_STEER("streams:steer", "pause streams and set their shares"),
  AGENTS_STEER("agents:steer", "start, stop and move persistent agents"),
  ROADMAP_READ("roadmap:read", "see the roadmap"),
  ROADMAP_CHANGE("roadmap:change", "bring lines into the roadmap, read the workspace again"),
  DOCUMENTS_READ("documents:read", "see the canonical documents, and which node has which"),
  DOCUMENTS_PROPOSE("documents:propose", "propose changes of documents; a person decides"),
  DOCUMENTS_DECIDE("documents:decide", "say yes or no to proposed changes, the policy's included"),
  FINDINGS_READ("findings:read", "see what doctor finds wrong with the workspace and the machine"),
  LEDGER_READ("ledger:read", "read and verify the ledger"),
  LEDGER_ENTER("ledger:enter", "enter money that was paid or came in"),
  CREDENTIALS_READ("credentials:read", "see which attempts hold a credential"),
  CREDENTIALS_REVOKE("credentials:revoke", "revoke credentials"),
  PEOPLE_ASK("people:ask", "ask a person in the midst of their work"),
  PEOPLE_READ("people:read", "see who is let in, and as what"),
  PEOPLE_CHANGE("people:change", "let people in, change what they are, remove them"),
  POLICY_READ("policy:read", "see the policy, test and compare others"),
  SECRETS_READ("secrets:read", "see which secrets there are, never a value"),
  SECRETS_CHANGE("secrets:change", "give secrets their values"),
  CONTROL_ADMIT("control:admit", "let another control stand by");

  /** What an attempt can ever be allowed: its routes know how to keep to the attempt's own. */
  public static final Set<Scope> OF_ATTEMPTS =
      Set.copyOf(
          EnumSet.of(
              TASKS_READ,
              TASKS_SUBMIT,
              BROKERS_CALL,
              MODELS_CALL,
              MEMORY_READ,
              MEMORY_WRITE,
              MEMORY_PROMOTE,
              MESSAGES_READ,
              MESSAGES_SEND,
              LOGS_READ,
              DOCUMENTS_PROPOSE,
              PEOPLE_ASK));

  private final String word;
  private final String meaning;

  Scope(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** "tasks:read": as it stands in a credential and in the policy. */
  @Override
  public String word() {
    return word;
  }

  /** For people, after "may". */
  @Override
  public String meaning() {
    return meaning;
  }

  @Override
  public boolean isForAttempts() {
    return OF_ATTEMPTS.contains(this);
  }

  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Scope::word).toList();
  }
}
