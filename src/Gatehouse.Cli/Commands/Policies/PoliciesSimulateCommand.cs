using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies simulate</c>: what the server would decide of one call, without making it.</summary>
internal static class PoliciesSimulateCommand
{
    public static Command Create()
    {
        var trial = new TrialOptions();
        var tool = new Option<string>("--tool") { Description = "Name of the tool", HelpName = "NAME", Required = true };
        var args = new Option<string?>("--args") { Description = "Arguments of the call (default: {})", HelpName = "JSON" };
        var at = new Option<string?>("--at") { Description = "Time of the call, RFC 3339 (default: now)", HelpName = "TIME" };
        var did = new Option<string?>("--session") { Description = "What its session did: an object with called, called_categories …", HelpName = "JSON" };
        var client = new Option<string?>("--client") { Description = "Name that the client tells", HelpName = "TEXT" };
        var command = new Verb(
            "simulate", "Show what would be decided of one call, and why: with a draft, a saved policy or what is in force. Nothing is called.",
            "gatehouse policies simulate --file payments.json --server payments --tool create_refund --args '{\"amount\": 20000}'",
            "gatehouse policies simulate --grant support-bot --tool create_refund --json") { tool, args, at, did, client };
        trial.AddTo(command);
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var read = await trial.ReadAsync(parsed, session);
            if (read.Value is not { } tried)
            {
                return session.Fail(read.Refused!);
            }

            if (Call(parsed.GetValue(tool)!, parsed.GetValue(args), parsed.GetValue(at), parsed.GetValue(did), parsed.GetValue(client)) is not { } call)
            {
                session.Terminal.Fail(new Fault(new("call-unreadable"), "`--args` or `--session` is not JSON, or `--at` is no time"));
                return ExitCode.Usage;
            }

            var simulation = new PolicySimulation
            {
                Document = tried.Document, PolicyId = tried.PolicyId, Number = tried.Number, Place = tried.Place,
                ServerId = tried.ServerId, GrantId = tried.GrantId, Call = call,
            };
            return session.Show(
                await session.AskAsync((api, stop) => api.SimulateAsync(simulation, stop)), ApiJson.Default.PolicySimulated,
                simulated => Print(session.Terminal, simulated));
        });
        return command;
    }

    private static void Print(Terminal terminal, PolicySimulated simulated)
    {
        ExplanationText.Print(terminal, simulated.Tool.Name, simulated);
        terminal.Line($"  the tool is {simulated.Tool.Standing}, {simulated.Tool.Category ?? "of no known category"}, {simulated.Tool.Risk ?? "of no known risk"}");
    }

    private static SimulatedCall? Call(string tool, string? args, string? at, string? session, string? client)
    {
        var time = default(DateTimeOffset);
        if (at is not null && !DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
        {
            return null;
        }

        try
        {
            return new SimulatedCall
            {
                Tool = tool,
                Args = args is null ? null : JsonElement.Parse(args),
                At = at is null ? null : time,
                Session = session is null ? null : JsonSerializer.Deserialize(session, ApiJson.Default.SimulatedSession),
                Client = client is null ? null : new SimulatedClient(client),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
