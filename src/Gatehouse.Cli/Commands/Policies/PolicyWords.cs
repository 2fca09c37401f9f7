using System.CommandLine;
using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary>Policies as one writes them, and what is printed of them.</summary>
internal static class PolicyWords
{
    /// <summary>A policy, by name or id.</summary>
    public static Argument<string> Policy() => new("policy") { Description = "Name or id of the policy" };

    /// <summary>The file of a document.</summary>
    public static Argument<string> File() => new("file") { Description = "The policy's document" };

    /// <summary>What others should know.</summary>
    public static Option<string?> Message() => new("--message", "-m") { Description = "What others should know about the change", HelpName = "TEXT" };

    /// <summary>A yes to what the validator wants one for.</summary>
    public static Option<bool> Confirm() => new("--confirm") { Description = "Say yes to what the validator wants a confirmation of" };

    /// <summary>The version that a change is made from.</summary>
    public static Option<int?> Match() => new("--match")
    {
        Description = "The policy's version that the change was made from, as `policies show` prints it: refused where it has changed since",
        HelpName = "N",
    };

    /// <summary>Below <c>/api/v1/</c>.</summary>
    public static string Path(string id) => $"policies/{Uri.EscapeDataString(id)}";

    /// <summary>Finds a policy by name or id, with its document.</summary>
    public static async Task<Asked<PolicyDetail>> FindAsync(RemoteSession session, string written)
    {
        if (!written.StartsWith("pol_", StringComparison.Ordinal))
        {
            var (policies, refused) = await session.ListAsync("policies", ApiJson.Default.PagePolicyView);
            if (refused is not null || policies.Find(policy => policy.Name == written) is not { } found)
            {
                return new(null, refused ?? new Refused(new Fault(
                    new("policy-unknown"), $"there is no policy `{written}`", "`gatehouse policies list` shows them")));
            }

            written = found.Id;
        }

        return await session.GetAsync(Path(written), ApiJson.Default.PolicyDetail);
    }

    /// <summary>What was saved, with what the validator said of it.</summary>
    public static void Saved(Terminal terminal, PolicyDetail policy)
    {
        FindingLines.Print(terminal, "document", policy.Findings ?? []);
        if (!policy.Proposals.IsEmpty)
        {
            terminal.Line($"{policy.Name}: version {Fields.Number(policy.Proposals[^1])} may open something and waits for a second person");
        }

        if (policy.State == PolicyVersionState.Proposed)
        {
            terminal.Line($"{policy.Name} ({policy.Id}): nothing of it is in force; version {Fields.Number(policy.Current)} is proposed");
            return;
        }

        terminal.Line($"{policy.Name} ({policy.Id}) is in force with version {Fields.Number(policy.Current)}; {Fields.Number(policy.Grants)} grants have it");
    }

    /// <summary>The version in force; of a policy whose first one nobody has confirmed, that there is none.</summary>
    public static string InForce(PolicyView policy) => policy.State == PolicyVersionState.Proposed
        ? $"nothing; proposed {Fields.Number(policy.Current)}"
        : Fields.Number(policy.Current);

    /// <summary>Prints a document. SECURITY: it may say one thing to a person and another to the machine; only a file gets its bytes.</summary>
    public static void Document(Terminal terminal, string document)
    {
        if (terminal.IsTerminal)
        {
            Lines(terminal, document);
        }
        else
        {
            terminal.Ours(document);
        }
    }

    /// <summary>Line by line, so that nothing in it can do anything to a terminal.</summary>
    public static void Lines(Terminal terminal, string document)
    {
        foreach (var line in document.Split('\n'))
        {
            terminal.Line($"{line.TrimEnd('\r')}");
        }
    }

    /// <summary>The text of a file that need not be named.</summary>
    public static (string? Text, Fault? Fault) Read(string? file)
    {
        if (file is null)
        {
            return default;
        }

        var (bytes, unreadable) = InputFile.Read(file);
        return (bytes is null ? null : Encoding.UTF8.GetString(bytes), unreadable);
    }

    /// <summary>The tests that go with a save.</summary>
    public static Option<string?> Tests() => new("--tests")
    {
        Description = "A test file that goes beside the policy with this save, in place of the tests that are there; it has to pass",
        HelpName = "PATH",
    };
}
