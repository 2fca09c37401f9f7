using System.CommandLine;
using Gatehouse.Cli.Grants;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse grant new</c>: a token, its entry for the configuration, and what clients need. Nothing is written.</summary>
internal static class GrantNewCommand
{
    private static readonly FaultCode _wrong = new("grant-invalid");

    public static Command Create()
    {
        var server = new Option<string>("--server") { Description = "Id of the server in the configuration", HelpName = "ID", Required = true };
        var policy = new Option<string?>("--policy") { Description = "Policy file, as the configuration will name it", HelpName = "FILE" };
        var label = new Option<string?>("--label") { Description = "What people call the grant", HelpName = "TEXT" };
        var expires = new Option<string>("--expires")
        {
            Description = "How long it holds, like 90d, or until when, RFC 3339", HelpName = "WHEN", DefaultValueFactory = _ => "90d",
        };
        var url = new Option<string>("--url")
        {
            Description = "Address of the gateway as clients reach it", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8080",
        };
        var json = JsonOption.Create();
        var command = new Verb(
            "new", "Make a token for one agent on one server. It is printed once and kept nowhere; the entry for the configuration has its hash.",
            "gatehouse grant new --server payments --policy payments.json --label support-bot",
            "gatehouse grant new --server payments --expires 7d --url https://mcp.example.com --json")
        {
            server, policy, label, expires, url, json,
        };
        command.SetAction(parsed =>
        {
            var terminal = Terminal.Of(parsed);
            var (grant, gateway, fault) = Read(
                parsed.GetValue(server)!, parsed.GetValue(policy), parsed.GetValue(label), parsed.GetValue(expires)!,
                parsed.GetValue(url)!, TimeProvider.System.GetUtcNow());
            if (fault is not null)
            {
                terminal.Fail(fault);
                return ExitCode.Usage;
            }

            Print(terminal, grant!, new ClientForms(grant!.Server, grant.Token, gateway!), parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static (NewGrant? Grant, Uri? Gateway, Fault? Fault) Read(
        string server, string? policy, string? label, string expires, string url, DateTimeOffset now)
    {
        if (server.Length is 0 or > 64 || server.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-"))
        {
            return (null, null, new Fault(_wrong, $"`{server}` is no id of a server", "write 1 to 64 of a-z, 0-9 and -"));
        }

        if (DurationText.After(expires, now) is not { } end || end <= now)
        {
            return (null, null, new Fault(_wrong, $"`{expires}` is no time ahead", "write it like 90d or 2027-01-31T12:00:00Z"));
        }

        return ServerReading.Url(url) is { Query.Length: 0 } gateway
            ? (NewGrant.Create(server, policy, label, end), gateway, null)
            : (null, null, new Fault(_wrong, $"`{url}` is no address of a gateway", "write it like https://mcp.example.com"));
    }

    private static void Print(Terminal terminal, NewGrant grant, ClientForms forms, bool asJson)
    {
        if (asJson)
        {
            terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("token", grant.Token);
                json.WritePropertyName("entry");
                grant.WriteEntry(json);
                json.WriteString("endpoint", forms.Endpoint);
                json.WriteStartObject("clients");
                json.WriteString("claude_code", forms.ClaudeCode);
                foreach (var (key, _, write) in forms.Files)
                {
                    json.WritePropertyName(key);
                    write(json);
                }

                foreach (var (key, _, text) in forms.Texts)
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            });
            return;
        }

        terminal.Line($"{new Painted("Token", Tone.Strong)} (shown only now; keep it like a password)");
        terminal.Line($"  {grant.Token}");
        terminal.Line();
        terminal.Line($"{new Painted("Add to \"grants\" of gatehouse.json", Tone.Strong)}");
        terminal.Json(grant.WriteEntry);
        terminal.Line();
        terminal.Line($"{new Painted("Claude Code", Tone.Strong)}");
        terminal.Line($"  {forms.ClaudeCode}");
        foreach (var (_, where, write) in forms.Files)
        {
            terminal.Line();
            terminal.Line($"{new Painted(where, Tone.Strong)}");
            terminal.Json(write);
        }

        foreach (var (_, where, text) in forms.Texts)
        {
            terminal.Line();
            terminal.Line($"{new Painted(where, Tone.Strong)}");
            foreach (var line in text.TrimEnd().Split('\n'))
            {
                terminal.Line($"  {line}");
            }
        }
    }
}
