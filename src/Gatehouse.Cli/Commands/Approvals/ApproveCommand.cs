using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Approvals;

/// <summary><c>gatehouse approve</c>: a person says yes to one call.</summary>
internal static class ApproveCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the request" };
        var comment = new Option<string?>("--comment") { Description = "What others should know", HelpName = "TEXT" };
        var digest = new Option<string?>("--digest")
        {
            Description = "The call that was looked at, as `approvals show` prints it: any other is left alone", HelpName = "HEX",
        };
        var place = new EitherPlace();
        var command = new Verb(
            "approve", "Say yes to one call: exactly this one, once. `approvals show` has its arguments.",
            "gatehouse approve 3q2-7wXa8ZkQ0TqYh1VbNw --comment \"asked the customer\"") { id, comment, digest };
        place.AddTo(
            command,
            (parsed, asJson, cancel) => new LocalAnswer(
                Terminal.Of(parsed), place.Folder.Folder(parsed), parsed.GetValue(id)!, parsed.GetValue(digest), asJson, isYes: true).RunAsync(
                (settling, who) => settling.ApproveAsync(parsed.GetValue(id)!, who, parsed.GetValue(comment), cancel), cancel),
            (parsed, session) => RemoteApprovals.SettleAsync(
                session, parsed.GetValue(id)!, "approve", parsed.GetValue(digest), parsed.GetValue(comment)));
        return command;
    }
}
