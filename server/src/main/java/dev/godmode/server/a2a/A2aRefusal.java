package dev.godmode.server.a2a;

/** A request that is not carried out, with what its caller is told. */
public final class A2aRefusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Fault fault;

  A2aRefusal(Fault fault, String words) {
    super(words, null, false, false);
    this.fault = fault;
  }

  static A2aRefusal invalid(String words) {
    return new A2aRefusal(Fault.INVALID, words);
  }

  Fault fault() {
    return fault;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
