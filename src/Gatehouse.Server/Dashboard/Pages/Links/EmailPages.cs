using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Links;

/// <summary>Where the link of an e-mail leads by which somebody shows that their address is theirs.</summary>
internal static class EmailPages
{
    private const string Path = "/email";

    public static void Map(PageRoutes pages)
    {
        // Opening it confirms nothing: filters of mailboxes open links, too.
        pages.Get(Path, call => ShowAsync(call, call.Query("token") ?? "", null)).Needs(Right.BeOneself);
        pages.Post(Path, async (call, sent) =>
        {
            var confirmed = await call.Use<EmailConfirmations>().ConfirmAsync(call.Who, sent["token"], call.Cancel);
            await (confirmed.Refusal is { } refusal ? ShowAsync(call, sent["token"], refusal) : call.GoAsync("/account", "email-confirmed"));
        }).Needs(Right.BeOneself);
    }

    private static Task ShowAsync(PageCall call, string token, Refusal? refusal) => call.ShowAsync<EmailPage>(
        new { Token = token, Problem = refusal is null ? null : Sentences.Of(refusal) },
        refusal is null ? StatusCodes.Status200OK : StatusTable.Of(refusal.Fault.Code));
}
