package dev.godmode.worker.driver;

import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.worker.driver.Dialect.Turn;
import dev.godmode.worker.driver.Happening.Failed;
import java.util.Map;
import java.util.Optional;

/** What an agent of the Agent Client Protocol says, in tests. */
final class AcpLines {

  private AcpLines() {}

  static final String HELLO =
      """
      {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1,"agentCapabilities":{"loadSession":true},"agentInfo":{"name":"painter","version":"3.1"}}}""";
  static final String OPENED =
      """
      {"jsonrpc":"2.0","id":2,"result":{"sessionId":"s-1","configOptions":[{"id":"model","name":"Model","category":"model","type":"select","currentValue":"large","options":[{"value":"large","name":"Large"},{"group":"own","name":"Own","options":[{"value":"small","name":"Small"}]}]}]}}""";

  static Dialect dialect(
      DriverTerms terms, Optional<String> session, Map<String, String> variables) {
    return new AcpDialect(Briefs.of(terms, session, variables));
  }

  static Dialect with(Permissions permissions) {
    return dialect(new DriverTerms(Optional.empty(), permissions), Optional.empty(), Map.of());
  }

  static Dialect begun(Permissions permissions) {
    var agent = with(permissions);
    agent.heard(HELLO);
    agent.heard(OPENED);
    return agent;
  }

  static Turn update(Dialect agent, String update) {
    return agent.heard(
        "{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s-1\",\"update\":%s}}"
            .formatted(update));
  }

  static Turn says(Dialect agent, String words) {
    return update(
        agent,
        "{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
            .formatted(words));
  }

  static Turn ends(Dialect agent, String how) {
    return agent.heard(
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"stopReason\":\"%s\"}}".formatted(how));
  }

  static Failed failed(Turn turn) {
    return (Failed) turn.happenings().getLast();
  }
}
