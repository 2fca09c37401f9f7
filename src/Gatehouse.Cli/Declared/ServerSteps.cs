using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Commands.Servers;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Declared;

/// <summary>What makes a server as the files say.</summary>
internal static class ServerSteps
{
    public static Fault? Create(ApplyPlan plan, DeclaredServer wanted)
    {
        plan.Add(isNew: true, $"server {wanted.Id}", "", async session =>
        {
            var server = new NewServer
            {
                Id = wanted.Id,
                Name = wanted.Name,
                Description = wanted.Description,
                Tags = wanted.Tags,
                Url = wanted.Url,
                StdioEntry = wanted.Entry,
                Transport = wanted.Transport,
                OnDefinitionChange = wanted.OnDefinitionChange,
                MaySample = wanted.MaySample,
                MayListRoots = wanted.MayListRoots,
                StoreArguments = wanted.StoreArguments,
            };
            var made = await session.SendAsync(HttpMethod.Post, "servers", server, ApiJson.Default.NewServer, ApiJson.Default.ServerView);
            return made.Value is { } view && wanted.BaselinePolicy is not null
                ? await SetBaselineAsync(session, view.Id, plan.PolicyId(wanted.BaselinePolicy), view.Version)
                : new(made.Refused);
        });
        return null;
    }

    public static Fault? Change(ApplyPlan plan, DeclaredServer wanted, ServerView before, string? baseline)
    {
        if (wanted.Entry != before.StdioEntry)
        {
            return new Fault(new("files-invalid"), $"the entry that starts the server `{wanted.Id}` cannot be changed", "remove it and register another id");
        }

        string[] changes =
        [
            .. Changed("name", before.Name, wanted.Name),
            .. Changed("description", before.Description, wanted.Description ?? ""),
            .. Changed("tags", Text(before.Tags), Text(wanted.Tags ?? [])),
            .. Changed("url", before.Url, wanted.Url),
            .. Changed("transport", Words<ServerTransport>.Of(before.Transport), Words<ServerTransport>.Of(wanted.Transport)),
            .. Changed("changed tools", Words<DefinitionChange>.Of(before.OnDefinitionChange), Words<DefinitionChange>.Of(wanted.OnDefinitionChange)),
            .. Changed("sampling", Text(before.MaySample), Text(wanted.MaySample)),
            .. Changed("roots", Text(before.MayListRoots), Text(wanted.MayListRoots)),
            .. Changed("stores", ServerText.Storing(before) ?? "no values", ServerText.Storing(wanted.StoreArguments) ?? "no values"),
        ];
        var version = before.Version;
        if (changes.Length > 0)
        {
            plan.Add(isNew: false, $"server {wanted.Id}", string.Join("; ", changes), async session =>
            {
                var edit = new ServerEdit
                {
                    Name = wanted.Name,
                    Description = new(wanted.Description),
                    Tags = new(wanted.Tags),
                    Url = wanted.Url == before.Url ? default : new(wanted.Url),
                    Transport = wanted.Transport,
                    OnDefinitionChange = wanted.OnDefinitionChange,
                    MaySample = wanted.MaySample,
                    MayListRoots = wanted.MayListRoots,
                    StoreArguments = new(wanted.StoreArguments),
                };
                var changed = await session.SendAsync(
                    HttpMethod.Patch, ServerText.Path(wanted.Id), edit, ApiJson.Default.ServerEdit, ApiJson.Default.ServerView, version);
                version = changed.Value?.Version ?? version;
                return new(changed.Refused);
            });
        }

        if (baseline != wanted.BaselinePolicy)
        {
            plan.Add(
                isNew: false, $"server {wanted.Id}", $"baseline policy {baseline ?? "none"} → {wanted.BaselinePolicy ?? "none"}",
                session => SetBaselineAsync(session, wanted.Id, plan.PolicyId(wanted.BaselinePolicy), version));
        }

        return null;
    }

    /// <summary>What a member was and will be; nothing where it stays.</summary>
    public static string[] Changed(string member, string? before, string? after) =>
        string.Equals(before, after, StringComparison.Ordinal) ? [] : [$"{member} {before} → {after}"];

    /// <summary>Words in the order that does not matter.</summary>
    public static string Text(ImmutableArray<string> words) => string.Join(",", words.Order(StringComparer.Ordinal));

    /// <summary>A truth in words.</summary>
    public static string Text(bool value) => value ? "yes" : "no";

    private static async Task<StepResult> SetBaselineAsync(RemoteSession session, string id, string? policy, int version) =>
        new((await session.SendAsync(
            HttpMethod.Put, $"{ServerText.Path(id)}/policy", new BaselineChoice(policy), ApiJson.Default.BaselineChoice,
            ApiJson.Default.ServerView, version)).Refused);
}
