using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Approvals;

/// <summary><c>gatehouse refuse</c>: a person says no to one call.</summary>
internal static class RefuseCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the request" };
        var comment = new Option<string?>("--comment") { Description = "Why, for the record", HelpName = "TEXT" };
        var digest = new Option<string?>("--digest")
        {
            Description = "The call that was looked at, as `approvals show` prints it: any other is left alone", HelpName = "HEX",
        };
        var place = new EitherPlace();
        var command = new Verb(
            "refuse", "Say no to one call: the same call is denied until the request would have expired.",
            "gatehouse refuse 3q2-7wXa8ZkQ0TqYh1VbNw --comment \"ask the customer first\"") { id, comment, digest };
        place.AddTo(
            command,
            (parsed, asJson, cancel) => new LocalAnswer(
                Terminal.Of(parsed), place.Folder.Folder(parsed), parsed.GetValue(id)!, parsed.GetValue(digest), asJson).RunAsync(
                (settling, who) => settling.RefuseAsync(parsed.GetValue(id)!, who, parsed.GetValue(comment), cancel), cancel),
            (parsed, session) => RemoteApprovals.SettleAsync(
                session, parsed.GetValue(id)!, "refuse", parsed.GetValue(digest), parsed.GetValue(comment)));
        return command;
    }
}
