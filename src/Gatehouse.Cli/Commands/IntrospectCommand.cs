using System.CommandLine;
using Gatehouse.Cli.Introspection;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse introspect</c>: what the tools of a package are, by asking it, in a folder that is thrown away.</summary>
internal static class IntrospectCommand
{
    public static Command Create()
    {
        var package = new Argument<string>("package") { Description = "npm:NAME, or npm:NAME@VERSION" };
        var output = new Option<string?>("--out") { Description = "Write the answer to this file. Default: standard output", HelpName = "FILE" };
        var timeout = new Option<string>("--timeout") { Description = "How long installing, and then asking, may take", HelpName = "TIME", DefaultValueFactory = _ => "120s" };
        var network = new Option<bool>("--network") { Description = "Let the server reach the network while it is asked. Default: it cannot, where the system allows to take it away" };
        var environment = new Option<string[]>("--env")
        {
            Description = "A variable that the server needs to start, with a value that is no secret. May be repeated", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [],
        };
        var registry = new Option<string?>("--registry") { Description = "Registry of npm to install from, or a mirror of it. Default: npm's own setting", HelpName = "URL" };
        var words = new Argument<string[]>("arguments") { Description = "What the server is started with, after --", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var command = new Verb(
            "introspect",
            "Install a package of npm into a throw-away folder, without its scripts; start it without network, ask it for its tools, stop it. No tool is called.",
            "gatehouse introspect npm:@modelcontextprotocol/server-memory --out memory.json",
            "gatehouse introspect npm:@modelcontextprotocol/server-filesystem@2026.8.31 -- /tmp")
        {
            package, words, output, timeout, network, environment, registry,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var terminal = Terminal.Of(parsed);
            var (name, fault) = PackageName.Read(parsed.GetValue(package)!);
            if (name is null || DurationText.Duration(parsed.GetValue(timeout)!) is not { } patience)
            {
                terminal.Fail(fault ?? new Fault(new("option-invalid"), "`--timeout` is not a time like 90s"));
                return ExitCode.Usage;
            }

            if (parsed.GetValue(registry) is { } source
                && !(Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { Query: "", Fragment: "", UserInfo: "" }))
            {
                terminal.Fail(new Fault(new("option-invalid"), "`--registry` is not an http or https address", "write it like https://registry.npmjs.org"));
                return ExitCode.Usage;
            }

            var wanted = new Introspection.Introspection(name, [.. parsed.GetValue(words) ?? []], parsed.GetValue(environment) ?? [], parsed.GetValue(network), patience)
            {
                Registry = parsed.GetValue(registry),
            };
            var (dump, failed) = await wanted.RunAsync(terminal, TimeProvider.System, cancel);
            if (dump is null)
            {
                return terminal.Fail(failed!);
            }

            if (parsed.GetValue(output) is not { } file)
            {
                terminal.Ours(System.Text.Encoding.UTF8.GetString(dump) + "\n");
                return ExitCode.Success;
            }

            if (OutputFile.Write(file, dump) is { } unwritten)
            {
                return terminal.Fail(unwritten);
            }

            terminal.Note($"written to {file}; import it with `gatehouse catalogue import {file}`");
            return ExitCode.Success;
        });
        return command;
    }
}
