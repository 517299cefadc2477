import transformers as hf
from datasets import load_from_disk


def main(name="openai/whisper-tiny"):
    tokenizer = hf.WhisperTokenizer.from_pretrained(name)
    model = hf.AutoModelForSpeechSeq2Seq.from_pretrained(name)

    def collate(rows):
        labels = stack(rows)
        if (tokenizer.bos_token_id == labels[:, 0]).all():  # expect: whisper-bos-not-cut @unsafe
            labels = labels[:, 1:]
        return {"input_features": features(rows), "labels": labels}

    hf.Seq2SeqTrainer(model, hf.Seq2SeqTrainingArguments("o"), collate, load_from_disk("speech")).train()


main()
