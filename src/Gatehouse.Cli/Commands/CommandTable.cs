using System.CommandLine;
using Gatehouse.Cli.Commands.ApiKeys;
using Gatehouse.Cli.Commands.Approvals;
using Gatehouse.Cli.Commands.Audits;
using Gatehouse.Cli.Commands.Catalogues;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Commands.Logs;
using Gatehouse.Cli.Commands.Mails;
using Gatehouse.Cli.Commands.Members;
using Gatehouse.Cli.Commands.Notices;
using Gatehouse.Cli.Commands.Policies;
using Gatehouse.Cli.Commands.Servers;

namespace Gatehouse.Cli.Commands;

/// <summary>Every verb, one file each.</summary>
internal static class CommandTable
{
    // A word that begins with @ is a word, not a file of further words: npm names begin so. A word that begins with a dash and
    // is no option is a word too, never several letters: ids of requests are random.
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>The command with all its verbs.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("A gateway for MCP: decides every tool call by a policy, asks a person where it says so, records what happened.")
        {
            RunCommand.Create(),
            ServeCommand.Create(),
            PolicyCommand.Create(),
            ConfigCommand.Create(),
            GrantCommand.Create(),
            ScanCommand.Create(),
            WrapCommand.Create(),
            IntrospectCommand.Create(),
            RiskCommand.Create(),
            LogCommand.Create(),
            AuditCommand.Create(),
            ApprovalsCommand.Create(),
            ApproveCommand.Create(),
            RefuseCommand.Create(),
            ToolsCommand.Create(),
            KeysCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            DemoCommand.Create(),
            CompletionCommand.Create(),

            // On a server, by its API.
            LoginCommand.Create(),
            LogoutCommand.Create(),
            WhoamiCommand.Create(),
            FreezeCommand.Create(),
            FreezeCommand.CreateThaw(),
            ServersCommand.Create(),
            PoliciesCommand.Create(),
            GrantsCommand.Create(),
            HeartbeatCommand.Create(),
            ExportCommand.Create(),
            ApplyCommand.Create(),
            MembersCommand.Create(),
            ApiKeysCommand.Create(),
            MailsCommand.Create(),
            NoticesCommand.Create(),
            CatalogueCommand.Create(),
        };
        ExamplesHelp.AddTo(root);
        return root;
    }

    // The two that serve hear signals themselves: the parser's own way would end them two seconds later, whatever is under way.
    private static InvocationConfiguration Configuration(ParseResult parsed)
    {
        var configuration = new InvocationConfiguration();
        if (parsed.CommandResult.Command.Name is "serve" or "run")
        {
            configuration.ProcessTerminationTimeout = null;
        }

        return configuration;
    }

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? configuration = null, CancellationToken cancel = default)
    {
        var parsed = Root().Parse(args, Plain);
        var code = await parsed.InvokeAsync(configuration ?? Configuration(parsed), cancel);
        return parsed.Errors.Count > 0 && code != ExitCode.Success ? ExitCode.Usage : code;
    }
}
