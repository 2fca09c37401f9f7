using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.People;

/// <summary>Credentials of programs that use the API.</summary>
internal static class ApiKeyPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/api-keys", call => ListAsync(call, null)).Needs(Right.ReadApiKeys);
        pages.Post("/api-keys", CreateAsync).Needs(Right.ChangeApiKeys);
        pages.Post("/api-keys/{id}/revoke", async (call, _) => await call.AfterAsync(
            await call.Use<ApiKeyAdministration>().RevokeAsync(call.Who, call.Id, call.Cancel), "/api-keys", "key-revoked"))
            .Needs(Right.ChangeApiKeys);
    }

    private static async Task ListAsync(PageCall call, FormState? form)
    {
        var found = await call.Use<ApiKeyAdministration>().ListAsync(call.Who, call.Page, call.Cancel);
        await (found.Value is { } page
            ? call.ShowAsync<ApiKeysPage>(
                new
                {
                    Keys = page.Items, page.Next, IsLater = call.Query("cursor") is not null, Form = form,
                    Today = call.Use<TimeProvider>().GetUtcNow(),
                },
                form is null ? 200 : 422)
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task CreateAsync(PageCall call, SentForm sent)
    {
        var made = await call.Use<ApiKeyAdministration>().CreateAsync(
            call.Who, new NewApiKey(sent["label"].Trim(), Words<Role>.Find(sent["role"]) ?? Role.Viewer, FormDates.EndOf(sent["expires"])),
            call.Once(sent), call.Cancel);
        await (made.Value is { } created
            ? call.ShowAsync<OncePage>(new
            {
                Title = "The key is made", Text = "A program sends it as Authorization: Bearer. It is not shown again.",
                Secret = created.Token, Back = "/api-keys",
            })
            : ListAsync(call, FormState.Refused(sent, made.Refusal!)));
    }
}
