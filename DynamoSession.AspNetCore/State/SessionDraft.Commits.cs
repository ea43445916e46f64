using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

// What a commit takes, and what its outcome changes.
internal sealed partial class SessionDraft
{
    /// <summary>Hands out the marked changes. <see cref="Apply"/> or <see cref="PutBack"/> must follow.</summary>
    /// <exception cref="ArgumentException">DynamoDB cannot store an object exactly as it is now. Nothing was taken.</exception>
    public SessionMarks Take()
    {
        lock (this)
        {
            return _taken = Describe(Fields.TakeChanges());
        }
    }

    /// <summary>Takes back the changes that were handed out and not written.</summary>
    public void PutBack()
    {
        lock (this)
        {
            Fields.PutBackTaken();
            _taken = null;
        }
    }

    /// <summary>Applies the outcome of the write of the changes that were handed out.</summary>
    public void Apply(WriteResult result)
    {
        lock (this)
        {
            if (result.State == WriteState.InDoubt)
            {
                InDoubt = result;
                return;
            }

            InDoubt = null;
            if (result.State == WriteState.Applied)
            {
                Accept(_taken!, result.Write!, result.Record!);
            }
            else
            {
                Fields.PutBackTaken();
            }

            _taken = null;
        }
    }

    /// <summary>Applies a successful touch.</summary>
    public void Extend(SessionRecord extended)
    {
        lock (this)
        {
            WasExtended = true;
            WasKeptAlive = false;
            Record = extended;
        }
    }

    /// <summary>Applies a successful touch while the request runs. The cookie isn't sent again for it alone: the session may have ended since.</summary>
    public void KeepAlive(SessionRecord extended)
    {
        lock (this)
        {
            WasKeptAlive = true;
            Record = extended;
        }
    }

    /// <summary>Continues from a record that another request has stored, keeping this request's changes.</summary>
    public void Rebase(SessionRecord record)
    {
        lock (this)
        {
            Properties = Properties.Rebase(SessionProperties.Of(Record), SessionProperties.Of(record));
            Fields.Rebase(record.Fields);
            Record = record;
        }
    }

    /// <summary>Returns to the last known stored state.</summary>
    public void DropChanges()
    {
        lock (this)
        {
            InDoubt = null;
            _taken = null;
            Fields = FieldsOf(Record);
            Properties = _unmarked = SessionProperties.Of(Record);
            WasWrittenTo = false;
        }
    }

    private void Accept(SessionMarks marks, SessionWrite write, SessionRecord record)
    {
        Fields.AcceptTaken();
        if (!ReferenceEquals(write.Marks.Loaded, Record))
        {
            // Another request had written meanwhile.
            Fields.Rebase(record.Fields);
        }

        // Anything set since is left for the next commit.
        Properties = Properties.Rebase(marks.Properties, SessionProperties.Of(record));
        switch (write)
        {
            case UpdateWrite { Commit: var commit }:
                Lease = commit.KeepsLease ? Lease : null;
                LastToken = commit.Token;
                HasNewPersistence |= commit.ChangesPersistence;
                WasExtended |= WasKeptAlive || commit.ExpiresAt > commit.Loaded.ExpiresAt;
                WasKeptAlive = false;
                break;
            case CreateWrite { Creation: var creation }:
                LastToken = creation.Token;
                WasCreated = true;
                break;
            case RenewWrite { Copy: var copy, Secret: var secret }:
                Lease = null;
                LastToken = copy.Token;
                WasCreated = true;
                _secret = secret;
                _id = copy.Id;
                break;
        }

        Record = record;
    }
}
