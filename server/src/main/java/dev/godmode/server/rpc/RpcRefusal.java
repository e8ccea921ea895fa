package dev.godmode.server.rpc;

/** A request that is not carried out, with what its caller is told. */
public final class RpcRefusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient RpcFault fault;

  public RpcRefusal(RpcFault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  /** The parameters are not what the method takes. */
  public static RpcRefusal invalid(String why) {
    return new RpcRefusal(RpcFault.invalidParams(why));
  }

  public RpcFault fault() {
    return fault;
  }
}
