using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Dashboard;

/// <summary>The pages that links open: set-up, an invitation, a new password. They work without a script and without signing in.</summary>
internal static class LinkPages
{
    private static readonly LinkField _newPassword = new("password", "Password, at least 12 characters", "password", "new-password");

    private static readonly LinkForm _setUp = new(
        "/setup", "Set up Gatehouse", "This makes your organisation, and you its first admin. The link works once.",
        [
            new("organisation", "Organisation", "text", "organization"),
            new("email", "Your e-mail address", "email", "username"),
            _newPassword,
        ],
        "Set up");

    private static readonly LinkForm _invitation = new(
        "/invitation", "Join the organisation",
        "Choose a password. If you have signed in to this server before, use the password that you have.", [_newPassword], "Join");

    private static readonly LinkForm _password = new(
        "/password", "Set a new password", "You are signed out everywhere else.", [_newPassword], "Set password");

    /// <summary>Maps the pages.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, _setUp, "Your organisation is set up. You can sign in now.", async (http, sent) =>
            (await http.RequestServices.GetRequiredService<SetUpAdministration>().SetUpAsync(
                new NewSetUp(sent["token"], sent["organisation"], sent["email"], sent["password"]), Addresses.Of(http), http.RequestAborted))
            .Refusal);
        Map(routes, _invitation, "You belong to the organisation. You can sign in now.", async (http, sent) =>
            (await http.RequestServices.GetRequiredService<InvitationAcceptances>().AcceptAsync(
                new InvitationAcceptance(sent["token"], sent["password"]), Addresses.Of(http), http.RequestAborted)).Refusal);
        Map(routes, _password, "Your password is set. You can sign in now.", async (http, sent) =>
            (await http.RequestServices.GetRequiredService<PasswordAdministration>().ResetAsync(
                new NewPassword(sent["token"], sent["password"]), Addresses.Of(http), http.RequestAborted)).Refusal);
    }

    private static void Map(
        IEndpointRouteBuilder routes, LinkForm form, string done, Func<HttpContext, Dictionary<string, string>, Task<Refusal?>> send)
    {
        const string why = "the link is the credential";
        routes.MapGet(form.Path, http => ShowAsync(http, form, StatusCodes.Status200OK, Single(http.Request.Query["token"]))).IsPublic(why);
        routes.MapPost(form.Path, async http =>
        {
            if (await ReadAsync(http, form) is not { } sent)
            {
                await ShowAsync(http, form, StatusCodes.Status400BadRequest, "", problem: "The form did not arrive whole.");
                return;
            }

            var refusal = await send(http, sent);
            await (refusal is null
                ? ShowAsync(http, form, StatusCodes.Status200OK, "", done: done)
                : ShowAsync(http, form, StatusTable.Of(refusal.Fault.Code), sent["token"], Sentence(refusal), values: sent));
        }).IsPublic(why);
    }

    private static Task ShowAsync(
        HttpContext http, LinkForm form, int status, string token, string? problem = null, string? done = null,
        Dictionary<string, string>? values = null)
    {
        http.Response.Headers[HeaderNames.ContentSecurityPolicy] = PageStyle.Policy;
        return new RazorComponentResult<LinkPage>(new
        {
            Form = form, Token = token, Problem = problem, Done = done, Values = (IReadOnlyDictionary<string, string>?)values,
        }) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(http);
    }

    // A field that is missing, or there twice, is no form of ours.
    private static async Task<Dictionary<string, string>?> ReadAsync(HttpContext http, LinkForm form)
    {
        if (!http.Request.HasFormContentType)
        {
            return null;
        }

        var features = new FormFeature(http.Request, new FormOptions
        {
            ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = 2048, BufferBodyLengthLimit = 32 * 1024,
        });
        try
        {
            var sent = await features.ReadFormAsync(http.RequestAborted);
            var fields = form.Fields.Select(field => field.Name).Append("token").ToArray();
            return fields.All(name => sent[name].Count == 1)
                ? fields.ToDictionary(name => name, name => sent[name][0]!, StringComparer.Ordinal)
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string Single(Microsoft.Extensions.Primitives.StringValues value) => value.Count == 1 ? value[0]! : "";

    private static string Sentence(Refusal refusal)
    {
        var text = refusal.Fault.Message.Replace("`", "", StringComparison.Ordinal);
        return refusal.Fault.Help is { } help ? $"{Upper(text)}. {Upper(help)}." : Upper(text) + ".";
    }

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
