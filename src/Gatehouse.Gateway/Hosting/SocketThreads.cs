namespace Gatehouse.Gateway.Hosting;

/// <summary>Calls run on the sockets' own threads; nothing on their way blocks.</summary>
public static class SocketThreads
{
    /// <summary>The runtime's switch for it. It is this process's own choice: what it starts does not inherit it.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Sets it. ORDER: before the first socket, which is when the runtime reads it.</summary>
    public static void Choose() => Environment.SetEnvironmentVariable(Variable, "1");
}
