using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies show</c>: a policy with its document.</summary>
internal static class PoliciesShowCommand
{
    public static Command Create()
    {
        var policy = PolicyWords.Policy();
        var document = new Option<bool>("--document") { Description = "The document alone, byte for byte where it goes to a file" };
        var command = new Verb(
            "show", "Show a policy: where it is attached, and its document.",
            "gatehouse policies show payments", "gatehouse policies show payments --document > payments.json") { policy, document };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            return session.Show(asked, ApiJson.Default.PolicyDetail, detail =>
            {
                if (parsed.GetValue(document))
                {
                    PolicyWords.Document(session.Terminal, detail.Document);
                    return;
                }

                Fields.Print(
                    session.Terminal,
                    ("id", detail.Id), ("name", detail.Name), ("in force", PolicyWords.InForce(detail)), ("hash", detail.Hash),
                    ("waiting", Fields.List(detail.Proposals.Select(number => Fields.Number(number)))), ("tests", detail.Tests is null ? "no" : "yes"),
                    ("attached to", Fields.List(detail.UsedBy.Select(use => $"{use.Kind} {use.Label} ({use.Id})"))),
                    ("version", Fields.Number(detail.Version)));
                session.Terminal.Line();
                PolicyWords.Lines(session.Terminal, detail.Document);
            });
        });
        return command;
    }
}
