using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Carries out the imports that the server does itself, one after the other; one that the last process left is gone on with.</summary>
internal sealed partial class ImportWorker(
    CatalogueStore catalogue, CatalogueSettings settings, TimeProvider time, ILogger<ImportWorker> log) : BackgroundService
{
    private const int MostPages = 20_000;

    private static readonly TimeSpan _again = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>There is something to do.</summary>
    public void Wake() => _wake.Release();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Timeout.InfiniteTimeSpan;
            try
            {
                await Reclassifying.RunAsync(catalogue, stoppingToken);
                while (await catalogue.ReadAsync(ImportRun.Next, stoppingToken) is { } run)
                {
                    await RunAsync(run, stoppingToken);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // The import stays as it is, and is gone on with when somebody asks for it or the server starts.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailure(log, failure.GetType().Name);

                // A database that is away comes back by itself, and so does the import.
                wait = StoreFailure.Of(failure) is null ? wait : _again;
            }

            await _wake.WaitAsync(wait, stoppingToken);
        }
    }

    private async Task RunAsync(ImportRun run, CancellationToken cancel)
    {
        var address = run.Kind switch
        {
            ImportKind.Npm => settings.Npm,
            ImportKind.Nuget => settings.NuGet,
            _ => settings.Registry,
        };
        using var source = new SourceReading(address);
        var packages = new PackageImport(source, settings);
        for (var pages = 0; run.State == ImportState.Running; pages++)
        {
            var page = pages >= MostPages
                ? new SourcePage([], null, "the source has no end")
                : run.Kind == ImportKind.Registry
                    ? await RegistryImport.NextAsync(source, settings.Registry, run, cancel)
                    : await packages.NextAsync(run, cancel);
            run = await SaveAsync(run, page, cancel);
        }
    }

    // INVARIANT: what a page says and the cursor behind it are one transaction.
    private async Task<ImportRun> SaveAsync(ImportRun run, SourcePage page, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await catalogue.WriteAsync(
            session =>
            {
                var tally = ImportTally.Of(run.Tally);
                ImportBatch.Write(session, tally, page.Entries, now);
                var isOver = page.Problem is not null || page.Next is null;
                var saved = run with
                {
                    State = page.Problem is not null ? ImportState.Failed : isOver ? ImportState.Done : ImportState.Running,
                    Cursor = page.Problem is not null ? run.Cursor : page.Next ?? run.Cursor,
                    Ended = isOver ? now : null,
                    Problem = page.Problem,
                    Tally = tally.Kept,
                };
                saved.Save(session);
                return saved;
            },
            cancel);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "an import stopped in an error that nobody expected: {Kind}")]
    private static partial void LogFailure(ILogger log, string kind);
}
