using Gatehouse.Control;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Ledger;
using Gatehouse.Server;
using Gatehouse.Server.Settings;

// ORDER: before the first socket, and before anything that has to be ended in order.
SocketThreads.Choose();
PoolThreads.Choose();
using var stopping = Stopping.Hear();
if (args.Contains("--help", StringComparer.Ordinal))
{
    ServerHelp.Print(Console.Out);
    return 0;
}

// 1. Nothing starts before everything validates.
var (settings, faults) = SettingReading.Read(args, Environment.GetEnvironmentVariable);
var (certificate, unusable) = settings?.Tls is { } files ? TlsCertificate.Open(files, TimeProvider.System) : default;
if (settings is null || unusable is not null)
{
    return ServerLines.Fail(ServerLines.Invalid, [.. faults, unusable]);
}

var (telemetry, unclear) = TelemetrySettings.Read(Environment.GetEnvironmentVariable);
if (unclear is not null)
{
    return ServerLines.Fail(ServerLines.Invalid, unclear);
}

// 2. The data folder is this process's alone, and so is the database where it has one.
await using var export = telemetry is null ? null : OtlpExport.Start(telemetry);
using var logs = Logging.Create(more: export is null ? null : export.AddTo);
await using var database = settings.Database;
var (ledger, unopened) = await Ledgers.OpenServerAsync(settings.Data, settings.SurvivesPowerLoss, database);
if (ledger is null)
{
    return ServerLines.Fail(unopened);
}

// 3. The people's side: tables brought up to this version, every address with its right.
await using var folder = ledger;
await using var demo = settings.Demo is { } place ? await DemoServer.StartAsync(place) : null;
var (people, unready) = await PeopleHost.BuildAsync(
    Wiring.People(settings, certificate), Wiring.Control(settings, ledger, demo), logs, CancellationToken.None);
if (people is null)
{
    return ServerLines.Fail(unready);
}

await using var control = people;
if (stopping.IsTold)
{
    return 0;
}

// 4. The listeners, each on a host of its own: what people do must not hold up a call.
var (agents, silent) = await AgentsHost.StartAsync(
    Wiring.Agents(settings, certificate), ledger, people.Services, logs, CancellationToken.None);
if (agents is null)
{
    return ServerLines.Fail(silent);
}

await using var calls = agents;
var (management, unheard) = settings.Management is { } endpoint
    ? await ManagementHost.StartAsync(endpoint, () => agents.IsReady, logs)
    : default;
await using var health = management;
if ((unheard ?? await people.StartAsync(CancellationToken.None)) is { } taken)
{
    return ServerLines.Fail(taken);
}

await ServerLines.PrintAsync(agents, people, management, demo?.Address);
await stopping.WaitAsync(CancellationToken.None);

// ORDER: not ready first, so that whoever sends calls here stops; calls finish; then the people's side goes.
management?.Close();
await agents.StopAsync();
await people.StopAsync();
return 0;
