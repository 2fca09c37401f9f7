using System.Text;
using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Links;

/// <summary>Signing in, in one step or two, and out.</summary>
internal static class SignInPages
{
    private const string Purpose = "sign-in-step";
    private static readonly TimeSpan _stepLife = TimeSpan.FromMinutes(5);

    public static void Map(PageRoutes pages)
    {
        pages.Get("/sign-in", OpenAsync).IsPublic("this is where one becomes known");
        pages.Post("/sign-in", SignInAsync).IsPublic("this is where one becomes known");
        pages.Post("/sign-out", SignOutAsync).Needs(Right.BeOneself);
    }

    /// <summary>What the browser calls itself; null for nothing.</summary>
    public static string? Agent(PageCall call) => call.Http.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null;

    // Who is known already goes on: a public page was told nothing of a session whose cookie stays at home.
    private static async Task OpenAsync(PageCall call)
    {
        await call.KnowAsync();
        var next = call.Query("next") ?? WayOn.Read(call.Http);
        await (call.IsKnown ? call.GoAsync(LocalPath.Of(next)) : ShowAsync(call, null, null, next, StatusCodes.Status200OK));
    }

    private static async Task SignInAsync(PageCall call, SentForm sent)
    {
        // SECURITY: between the two steps the password stands in the page sealed, never as text.
        var step = sent.Text("step");
        var (email, password) = step is null ? (sent["email"].Trim(), sent["password"]) : Open(call, step);
        if (email is null)
        {
            await ShowAsync(call, FormState.New(), null, sent["next"], StatusCodes.Status200OK);
            return;
        }

        var code = sent.Text("code")?.Replace(" ", "", StringComparison.Ordinal);
        var outcome = await call.Use<SignIn>().StartAsync(new NewSession(email, password, code), call.From, Agent(call), call.Cancel);
        if (outcome.Value is { } session)
        {
            SessionCookie.Set(call.Http, session.Token);
            WayOn.Forget(call.Http);
            await call.GoAsync(LocalPath.Of(sent["next"]));
            return;
        }

        var refusal = outcome.Refusal!;
        var needsCode = refusal.Fault.Code == PeopleFaults.CodeNeeded;
        var state = needsCode && code is null ? FormState.New() : FormState.Refused(sent, Worded(refusal, needsCode));
        await ShowAsync(call, state, needsCode ? Seal(call, email, password) : null, sent["next"], StatusTable.Of(refusal.Fault.Code));
    }

    private static async Task SignOutAsync(PageCall call, SentForm sent)
    {
        var outcome = await call.Use<SessionAdministration>().SignOutAsync(call.Who, call.Cancel);
        SessionCookie.Clear(call.Http);
        await (outcome.Refusal is { } refusal ? call.RefuseAsync(refusal) : call.GoAsync("/sign-in", "signed-out"));
    }

    private static Task ShowAsync(PageCall call, FormState? state, string? step, string? next, int status)
    {
        call.Use<Viewer>().Said = SaidTable.Find(call.Query("said"));
        return call.ShowPlainAsync<SignInPage>(new { Form = state, Step = step, Next = LocalPath.Of(next), call.Use<SignInDoors>().Ways }, status);
    }

    private static Refusal Worded(Refusal refusal, bool isCode) => isCode
        ? new(refusal.Fault with { Message = "the code is wrong, or was used already", Help = "wait for the next one, or use a recovery code" })
        : refusal;

    private static string Seal(PageCall call, string email, string password) => call.Use<Sealer>().Seal(
        Purpose, "", "", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new[] { email, password })),
        call.Use<TimeProvider>().GetUtcNow() + _stepLife);

    private static (string? Email, string Password) Open(PageCall call, string step) =>
        call.Use<Sealer>().Open(Purpose, "", "", step) is { } bytes && JsonSerializer.Deserialize<string[]>(bytes) is [var email, var password]
            ? (email, password)
            : (null, "");
}
