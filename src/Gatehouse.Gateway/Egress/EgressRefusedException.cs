namespace Gatehouse.Gateway.Egress;

/// <summary>Carries a refused address out of a connect callback, which can only throw; nothing was sent.</summary>
internal sealed class EgressRefusedException() : Exception("the address is not one that the gateway connects to");
