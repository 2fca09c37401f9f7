using System.Net;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Backups;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Server.Tests;

/// <summary>The data folder of a server that was used: a backup has every part of it, or says why not.</summary>
public sealed class BackupTests : IDisposable
{
    // Of the process that writes there.
    private const string JournalLock = "journal/server/lock";

    private readonly TempFolder _folder = new();
    private readonly TempFolder _copies = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _copies.Dispose();
    }

    [Fact]
    public async Task Backup_OfAUsedServer_AccountsForEveryFileAndComesBack()
    {
        var data = Path.Combine(_folder.Path, "data");
        await using (var server = await StartedServer.StartAsync(_folder.Path, "--records-to", "http://127.0.0.1:9/"))
        {
            await SetUpAsync(server);

            // While it runs, with what it keeps open, and after its end, which signs the audit.
            Assert.Empty(Unknown(data));
            Assert.Equal(0, await server.StopAsync());
        }

        Assert.Empty(Unknown(data));
        Assert.Subset(
            Directory.EnumerateFileSystemEntries(data).Select(static path => Path.GetFileName(path)).ToHashSet(),
            new HashSet<string> { "state.db", "catalogue.db", "journal", "audit", "keys" });
        var (backup, keys, elsewhere) = (Path.Combine(_copies.Path, "backup"), Path.Combine(_copies.Path, "keys"), Path.Combine(_copies.Path, "data"));
        var summary = Take(data, backup, keys);

        Assert.Empty(summary.Strangers);
        var copied = Names(backup);
        Assert.All(
            Names(data).Where(static name => BackupPlan.FateOf(name.Split('/')[0]) == FileFate.Copied && name != JournalLock),
            name => Assert.Contains(name, copied));
        var (restored, fault) = await FolderRestore.RunAsync(backup, elsewhere, keys, replaces: false, limitsStand: false, TimeProvider.System, Cancel);
        Assert.Null(fault?.Message);
        Assert.NotNull(restored);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(data, "audit", "checkpoints.jsonl"), Cancel),
            await File.ReadAllTextAsync(Path.Combine(elsewhere, "audit", "checkpoints.jsonl"), Cancel));
        await using var again = await StartedServer.StartAsync(_copies.Path);
        Assert.False(again.PrintedSetUp);
    }

    [Fact]
    public void Backup_WithAFileThatNobodyKnows_NamesIt()
    {
        var data = Path.Combine(_folder.Path, "data");
        File.WriteAllText(Path.Combine(MadeFolder(data), "notes.txt"), "mine");

        var summary = Take(data, Path.Combine(_copies.Path, "backup"), null);

        Assert.Equal("notes.txt", Assert.Single(summary.Strangers));
        Assert.DoesNotContain("notes.txt", Names(Path.Combine(_copies.Path, "backup")));
    }

    private static string MadeFolder(string data)
    {
        var folder = DataFolder.Open(data, FolderUse.Alone).Folder!;
        using (folder)
        {
            var keys = KeyFolder.Open(folder.Keys, isNew: true).Ring!;
            using var state = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.State};Pooling=False");
            state.Open();
            Assert.True(new ChainCheckpoints(Path.Combine(data, "audit"), keys).TrySign("org_a", 1, new string('a', 64), DateTimeOffset.UnixEpoch));
        }

        return data;
    }

    private static BackupSummary Take(string data, string target, string? keysTarget)
    {
        using var folder = DataFolder.Open(data, FolderUse.Beside).Folder!;
        var (summary, fault) = FolderBackup.Run(folder, KeyFolder.Open(folder.Keys, isNew: false).Ring!, target, keysTarget, TimeProvider.System);
        Assert.Null(fault?.Message);
        return summary!;
    }

    private static IEnumerable<string> Unknown(string data) => Directory.EnumerateFileSystemEntries(data)
        .Select(static path => Path.GetFileName(path)).Where(static name => BackupPlan.FateOf(name) == FileFate.Unknown);

    private static List<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))];

    private static async Task SetUpAsync(StartedServer server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent(
        [
            new("token", server.SetUpLink.Split("token=")[1]), new("organisation", "Example"), new("email", "ada@example.com"),
            new("password", "correct horse battery"),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.People, "setup")) { Content = form };
        request.Headers.Add("Origin", server.People.ToString().TrimEnd('/'));
        using var reply = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.SeeOther, reply.StatusCode);
    }
}
