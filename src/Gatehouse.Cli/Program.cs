using Gatehouse.Cli.Commands;
using Gatehouse.Gateway.Hosting;

SocketThreads.Choose();

return await CommandTable.RunAsync(args);
