package dev.godmode.control.access;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Who somebody is, by the word of somebody else whom the owner trusts with it. */
public sealed interface ProvenIdentity {

  /** As the ledger names them; it always has an at sign, which names of our own never have. */
  String name();

  /** Who says so, in words. */
  String witness();

  /** What the witness knows them by. */
  String subject();

  /**
   * By the word of the fleet's login provider. Issuer and subject together are one person for ever;
   * an address may be another's tomorrow.
   *
   * @param issuer the provider
   * @param subject the person there
   * @param email in lower case, and only when the provider has verified it
   * @param groups what the provider counts them to
   */
  record Federated(String issuer, String subject, Optional<String> email, List<String> groups)
      implements ProvenIdentity {

    private static final int SHOWN_MAX = 80;

    public Federated {
      groups = List.copyOf(groups);
    }

    @Override
    public String name() {
      return email.orElseGet(() -> "%s@%s".formatted(shown(), URI.create(issuer).getHost()));
    }

    private String shown() {
      var plain = subject.replaceAll("[^\\x21-\\x7e]|@", "_");
      return plain.substring(0, Math.min(SHOWN_MAX, plain.length()));
    }

    @Override
    public String witness() {
      return issuer;
    }
  }

  /**
   * By the word of this machine's tailscaled: whoever the machine at the other end of a connection
   * belongs to.
   *
   * @param login in lower case, as the tailnet has it: "ada@example.com", "ada@github"
   * @param machine its name on the tailnet, of which there is one only
   */
  record TailnetUser(String login, String machine) implements ProvenIdentity {

    @Override
    public String name() {
      return login.contains("@") ? login : login + "@tailnet";
    }

    @Override
    public String witness() {
      return "tailscaled";
    }

    @Override
    public String subject() {
      return "%s at %s".formatted(login, machine);
    }
  }
}
