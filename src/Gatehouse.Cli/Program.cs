using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Hosting;

SocketThreads.Choose();

return await CommandTable.RunAsync(args);
