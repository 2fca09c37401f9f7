using Gatehouse.Cli.Commands;

// Calls run on the socket's own threads; nothing on their way blocks. The runtime reads this before its first socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await CommandTable.RunAsync(args);
