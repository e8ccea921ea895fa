package dev.godmode.server.identity.oidc;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0).
 *
 * @param device where the device flow begins (RFC 8628)
 * @param takesBasic whether the client's secret may go in the Authorization header, the usual way
 * @param namesItself whether each of its answers names it (RFC 9207)
 */
record ProviderMetadata(
    URI authorization,
    URI token,
    URI keys,
    Optional<URI> userinfo,
    Optional<URI> device,
    boolean takesBasic,
    boolean namesItself) {

  static ProviderMetadata of(URI issuer, ProviderCalls calls) {
    var place =
        URI.create(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
    var answer = calls.glance(place);
    if (!answer.isGood()) {
      throw new ProviderTrouble("%s answers with HTTP %d".formatted(place, answer.status()));
    }
    var said = answer.field("issuer").orElse("");
    if (!said.equals(issuer.toString())) {
      throw new ProviderTrouble(
          "the provider calls itself '%s', people.yaml calls it '%s': they must be the same to the letter"
              .formatted(said, issuer));
    }
    return new ProviderMetadata(
        needed(answer, "authorization_endpoint"),
        needed(answer, "token_endpoint"),
        needed(answer, "jwks_uri"),
        endpoint(answer, "userinfo_endpoint"),
        endpoint(answer, "device_authorization_endpoint"),
        takesBasic(answer.json().path("token_endpoint_auth_methods_supported")),
        answer.json().path("authorization_response_iss_parameter_supported").asBoolean(false));
  }

  private static boolean takesBasic(JsonNode methods) {
    return methods.isMissingNode() || texts(methods).anyMatch("client_secret_basic"::equals);
  }

  static Stream<String> texts(JsonNode list) {
    return list.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  private static URI needed(ProviderCalls.Answer answer, String field) {
    return endpoint(answer, field)
        .orElseThrow(() -> new ProviderTrouble("the provider does not tell its " + field));
  }

  /** An open line is good enough on one machine alone. */
  private static Optional<URI> endpoint(ProviderCalls.Answer answer, String field) {
    try {
      return answer
          .field(field)
          .map(URI::create)
          .filter(
              at ->
                  "https".equals(at.getScheme())
                      || "127.0.0.1".equals(at.getHost())
                      || "localhost".equals(at.getHost()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
